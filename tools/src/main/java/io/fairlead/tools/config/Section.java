package io.fairlead.tools.config;

import io.fairlead.tools.config.YamlNode.Entry;
import io.fairlead.tools.config.YamlNode.Mapping;
import io.fairlead.tools.config.YamlNode.Scalar;
import io.fairlead.tools.config.YamlNode.ScalarType;
import io.fairlead.tools.config.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One group of keys. What is wrong is collected rather than thrown, and stood in for by a default, so that the reading goes on; the
 * configuration that comes out of it is thrown away at the end.
 */
final class Section {

    private final String path;
    private final int line;
    private final Problems problems;
    private final Settings settings;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private Section(String path, int line, Problems problems, Settings settings) {
        this.path = path;
        this.line = line;
        this.problems = problems;
        this.settings = settings;
    }

    static Section root(YamlNode node, Problems problems, Settings settings) {
        return new Section("", node.line(), problems, settings).of(node, "", "", node.line());
    }

    private Section of(YamlNode node, String section, String path, int line) {
        Section result = new Section(path, line, problems, settings);
        if (node instanceof Mapping mapping) {
            result.take(mapping, section);
        } else {
            String keys = ConfigKey.keysOf(section).stream().map(ConfigKey::key).collect(Collectors.joining(", "));
            problems.error(line, path, node.kind() + " cannot stand here", "write keys under it: " + keys);
        }
        return result;
    }

    private void take(Mapping mapping, String section) {
        List<String> known =
                ConfigKey.keysOf(section).stream().map(ConfigKey::key).toList();
        for (Entry entry : mapping.entries()) {
            @Nullable Entry first = entries.putIfAbsent(entry.key(), entry);
            if (first != null) {
                problems.error(
                        entry.line(),
                        pathOf(entry.key()),
                        "is written twice, first in line " + first.line(),
                        "keep one of them");
            } else if (!known.contains(entry.key())) {
                problems.error(
                        entry.line(),
                        pathOf(entry.key()),
                        "is not a known key",
                        Suggestion.forKey(entry.key(), section));
            } else if (entry.value() instanceof Scalar scalar && scalar.type() == ScalarType.NOTHING) {
                problems.error(entry.line(), pathOf(entry.key()), "has no value", "give it one, or remove the line");
            }
        }
    }

    boolean has(ConfigKey key) {
        return entries.containsKey(key.key());
    }

    /** The line of a key, or that of the section if it is not there. */
    int line(ConfigKey key) {
        return entry(key).map(Entry::line).orElse(line);
    }

    int line() {
        return line;
    }

    String path() {
        return path;
    }

    String path(ConfigKey key) {
        return pathOf(key.key());
    }

    /** The value of a key, empty if it is absent or was refused. */
    <T> Optional<T> value(ConfigKey key, Conversion<T> conversion) {
        Optional<T> value = present(key)
                .flatMap(entry -> convert(entry.value(), entry.line(), path(key), conversion))
                .map(Located::value);
        value.ifPresent(given -> settings.fromFile(path(key), key, given, conversion.write(given), line(key)));
        return value;
    }

    /** The value of a key, or its default if it is absent or was refused. */
    <T> T value(ConfigKey key, Conversion<T> conversion, T byDefault) {
        return value(key, conversion, byDefault, "default");
    }

    /** The same of a key that may have no meaning beside the others: then it has no default that anybody should see. */
    <T> T valueIf(boolean hasMeaning, ConfigKey key, Conversion<T> conversion, T byDefault) {
        return hasMeaning
                ? value(key, conversion, byDefault)
                : value(key, conversion).orElse(byDefault);
    }

    /** The same with a default that needs a word on where it comes from. */
    <T> T value(ConfigKey key, Conversion<T> conversion, T byDefault, String origin) {
        Optional<T> value = value(key, conversion);
        if (value.isEmpty()) {
            settings.fromElsewhere(path(key), key, byDefault, conversion.write(byDefault), origin);
        }
        return value.orElse(byDefault);
    }

    private <T> List<Located<T>> list(ConfigKey key, Conversion<T> conversion, String example) {
        Optional<Entry> entry = present(key);
        if (entry.isEmpty()) {
            return List.of();
        }
        if (!(entry.get().value() instanceof Sequence sequence)) {
            problems.error(
                    line(key), path(key), entry.get().value().kind() + " is not a list", "write it like " + example);
            return List.of();
        }
        List<Located<T>> items = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            YamlNode item = sequence.items().get(i);
            convert(item, item.line(), path(key) + "[" + i + "]", conversion).ifPresent(items::add);
        }
        return items;
    }

    /** The items of a list of values, without those that were refused. */
    <T> List<Located<T>> values(ConfigKey key, Conversion<T> conversion, String example) {
        List<Located<T>> items = list(key, conversion, example);
        if (!items.isEmpty()) {
            List<T> values = items.stream().map(Located::value).toList();
            String yaml = YamlText.list(values.stream().map(conversion::write).toList());
            settings.fromFile(path(key), key, values, yaml, line(key));
        }
        return items;
    }

    /** A group whose keys are numbers, in their order in the file, without the entries that were refused. */
    <T> Map<Integer, T> numbered(ConfigKey key, int min, int max, Conversion<T> conversion, String example) {
        Optional<Entry> entry = present(key);
        if (entry.isEmpty()) {
            return Map.of();
        }
        if (!(entry.get().value() instanceof Mapping mapping)
                || mapping.entries().isEmpty()) {
            problems.error(
                    line(key),
                    path(key),
                    entry.get().value().kind() + " cannot stand here",
                    "write it like " + example);
            return Map.of();
        }
        Map<Integer, T> values = new LinkedHashMap<>();
        for (Entry item : mapping.entries()) {
            String itemPath = path(key) + "." + item.key();
            Scalar number = new Scalar(item.line(), ScalarType.INTEGER, item.key());
            Optional<Integer> id = convert(
                            number, item.line(), itemPath, Values.integer(min, max, "use " + min + "-" + max))
                    .map(Located::value);
            Optional<T> value =
                    convert(item.value(), item.line(), itemPath, conversion).map(Located::value);
            if (id.isPresent() && values.containsKey(id.get())) {
                problems.error(item.line(), itemPath, "is written twice", "keep one of them");
            } else if (id.isPresent() && value.isPresent()) {
                values.put(id.get(), value.get());
            }
        }
        String yaml = values.entrySet().stream()
                .map(item -> item.getKey() + ": " + conversion.write(item.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        settings.fromFile(path(key), key, values, yaml, line(key));
        return values;
    }

    /** Whether a group of numbers has an entry, be it one that was refused. */
    boolean hasNumber(ConfigKey key, int number) {
        return entry(key)
                .filter(entry -> entry.value() instanceof Mapping group
                        && group.entries().stream().anyMatch(item -> item.key().equals(Integer.toString(number))))
                .isPresent();
    }

    boolean isEmptyList(ConfigKey key) {
        return entry(key)
                .filter(entry ->
                        entry.value() instanceof Sequence list && list.items().isEmpty())
                .isPresent();
    }

    /** A group of keys below this one; an absent one is an empty one. */
    Section section(ConfigKey key) {
        return present(key)
                .map(entry -> of(entry.value(), key.path(), path(key), entry.line()))
                .orElseGet(() -> new Section(path(key), line(key), problems, settings));
    }

    /** A list of groups of keys. */
    List<Section> sections(ConfigKey key) {
        return list(
                        key,
                        node -> node,
                        "'- " + ConfigKey.keysOf(key.path() + "[]").get(0).key() + ": ...'")
                .stream()
                .map(item -> of(item.value(), key.path() + "[]", item.path(), item.line()))
                .toList();
    }

    void missing(ConfigKey key, String remedy) {
        if (!has(key)) {
            problems.error(line, path(key), "is missing", remedy);
        }
    }

    void refuse(ConfigKey key, String reason, String remedy) {
        problems.error(line(key), path(key), reason, remedy);
    }

    private <T> Optional<Located<T>> convert(YamlNode node, int line, String path, Conversion<T> conversion) {
        try {
            return Optional.of(new Located<>(conversion.convert(node), line, path));
        } catch (Refusal refusal) {
            problems.error(line, path, refusal);
            return Optional.empty();
        }
    }

    private Optional<Entry> entry(ConfigKey key) {
        return Optional.ofNullable(entries.get(key.key()));
    }

    /** Without those that have no value, which was reported already. */
    private Optional<Entry> present(ConfigKey key) {
        return entry(key)
                .filter(entry -> !(entry.value() instanceof Scalar scalar && scalar.type() == ScalarType.NOTHING));
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
