package io.fairlead.tools.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Every key of a configuration with its effective value, in the order of the documentation; a key that has none is among them. It holds no secrets.
 *
 * @param lines of a file that says all of it
 */
public record EffectiveConfig(List<Line> lines) {

    private static final String NOT_SET = "not set";
    private static final String INDENT = "  ";
    private static final int WIDEST = 60;

    /**
     * One line of the file.
     *
     * @param key full path, such as {@code virtualRouters[0].priority}; empty where a new element of a list has no key of its own
     * @param text as YAML, with its indent; a comment if there is no value to be read
     * @param value as YAML; empty for a key that is not set, for a secret, and for a group of keys
     * @param origin where the value comes from, such as {@code n1.yaml:8} or {@code default}; empty for a group of keys
     */
    public record Line(String key, String text, String value, String origin) {}

    static EffectiveConfig of(Settings settings) {
        List<Line> lines = new ArrayList<>();
        new Writer(settings, lines).group("", "", "", "");
        return new EffectiveConfig(List.copyOf(lines));
    }

    /**
     * A file that is read as the same configuration, with a comment behind each key that says where its value comes from.
     *
     * @return YAML
     */
    public String toYaml() {
        int width = lines.stream()
                .filter(line -> !line.origin().isEmpty())
                .mapToInt(line -> line.text().length())
                .filter(length -> length <= WIDEST)
                .max()
                .orElse(0);
        StringBuilder yaml = new StringBuilder();
        for (Line line : lines) {
            yaml.append(line.text());
            if (!line.origin().isEmpty()) {
                yaml.append(" ".repeat(Math.max(0, width - line.text().length())))
                        .append("  # ")
                        .append(line.origin());
            }
            yaml.append('\n');
        }
        return yaml.toString();
    }

    /** Goes down through the sections. */
    private static final class Writer {

        private final Settings settings;
        private final List<Line> lines;

        Writer(Settings settings, List<Line> lines) {
            this.settings = settings;
            this.lines = lines;
        }

        /** The keys of a section. What is before the first one, and before the others, differs in a list. */
        void group(String section, String path, String firstIndent, String indent) {
            String before = firstIndent;
            // the first line of a list's element bears its dash, so it must not be a comment
            for (ConfigKey key : inOrder(section, path, !firstIndent.equals(indent))) {
                key(key, join(path, key.key()), before, indent);
                before = indent;
            }
        }

        private List<ConfigKey> inOrder(String section, String path, boolean isElement) {
            List<ConfigKey> keys = new ArrayList<>(ConfigKey.keysOf(section));
            if (isElement) {
                keys.stream()
                        .filter(key -> settings.find(join(path, key.key()))
                                .filter(setting -> !setting.yaml().isEmpty())
                                .isPresent())
                        .findFirst()
                        .ifPresent(first -> {
                            keys.remove(first);
                            keys.add(0, first);
                        });
            }
            return keys;
        }

        private void key(ConfigKey key, String path, String before, String indent) {
            if (!ConfigKey.keysOf(key.path()).isEmpty()) {
                boolean isThere = settings.hasBelow(path + ".");
                lines.add(new Line(path, before + (isThere ? "" : "# ") + key.key() + ":", "", isThere ? "" : NOT_SET));
                group(key.path(), path, indent + INDENT, indent + INDENT);
            } else if (!ConfigKey.keysOf(key.path() + "[]").isEmpty()) {
                list(key, path, before, indent);
            } else {
                lines.add(settings.find(path)
                        .map(setting -> line(setting, before, key))
                        .orElseGet(() -> new Line(path, before + "# " + key.key() + ":", "", NOT_SET)));
            }
        }

        private static Line line(Setting setting, String before, ConfigKey key) {
            return setting.yaml().isEmpty()
                    ? new Line(setting.key(), before + "# " + key.key() + ":", "", setting.origin() + ", not shown")
                    : new Line(
                            setting.key(),
                            before + key.key() + ": " + setting.yaml(),
                            setting.yaml(),
                            setting.origin());
        }

        private void list(ConfigKey key, String path, String before, String indent) {
            int size = settings.size(path);
            lines.add(new Line(path, before + (size > 0 ? "" : "# ") + key.key() + ":", "", size > 0 ? "" : NOT_SET));
            for (int i = 0; i < size; i++) {
                group(key.path() + "[]", path + "[" + i + "]", indent + INDENT + "- ", indent + INDENT + INDENT);
            }
            if (size == 0) {
                // so that no key is hidden
                group(key.path() + "[]", path + "[]", indent + INDENT, indent + INDENT);
            }
        }

        private static String join(String path, String key) {
            return path.isEmpty() ? key : path + "." + key;
        }
    }
}
