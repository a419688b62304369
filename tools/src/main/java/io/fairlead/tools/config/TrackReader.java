package io.fairlead.tools.config;

import io.fairlead.tools.config.YamlNode.Scalar;
import io.fairlead.tools.config.YamlNode.ScalarType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code track} of a virtual router. */
final class TrackReader {

    private static final int MAX_WEIGHT = 253;
    private static final int MAX_RESULTS = 100;
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(2);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration MIN_TIME = Duration.ofMillis(100);
    private static final Duration MAX_TIME = Duration.ofHours(1);
    private static final List<ConfigKey> TARGETS = List.of(
            ConfigKey.TRACK_INTERFACE,
            ConfigKey.TRACK_COMMAND,
            ConfigKey.TRACK_FILE,
            ConfigKey.TRACK_ROUTE,
            ConfigKey.TRACK_HEALTH);

    private static final Conversion<TrackTarget> HEALTH =
            ((Conversion<TrackTarget>) TrackReader::health).written(target -> "true");

    private final Problems problems;

    TrackReader(Problems problems) {
        this.problems = problems;
    }

    List<TrackSettings> read(Section router) {
        List<TrackSettings> tracks = new ArrayList<>();
        Map<String, Section> firstOfName = new HashMap<>();
        for (Section section : router.sections(ConfigKey.TRACK)) {
            int weight = section.value(
                    ConfigKey.TRACK_WEIGHT,
                    Values.integer(-MAX_WEIGHT, MAX_WEIGHT, "use -253 to 253, or 0 for a fault"),
                    0);
            int rise = results(section, ConfigKey.TRACK_RISE);
            int fall = results(section, ConfigKey.TRACK_FALL);
            Optional<TrackTarget> target = target(section);
            if (target.isPresent()) {
                checkUnique(section, target.get(), firstOfName);
                tracks.add(new TrackSettings(target.get(), weight, rise, fall));
            }
        }
        return List.copyOf(tracks);
    }

    private static int results(Section section, ConfigKey key) {
        return section.value(key, Values.integer(1, MAX_RESULTS, "use the number of results in a row, 1-100"), 1);
    }

    private Optional<TrackTarget> target(Section section) {
        List<ConfigKey> given = TARGETS.stream().filter(section::has).toList();
        if (given.size() != 1) {
            String all = TARGETS.stream().map(ConfigKey::key).collect(Collectors.joining(", "));
            problems.error(
                    section.line(),
                    section.path(),
                    given.isEmpty()
                            ? "does not say what to track"
                            : "tracks several things: "
                                    + given.stream().map(ConfigKey::key).collect(Collectors.joining(", ")),
                    "write one of " + all + " in each item of the list");
            return Optional.empty();
        }
        if (given.get(0) != ConfigKey.TRACK_COMMAND) {
            Stream.of(ConfigKey.TRACK_INTERVAL, ConfigKey.TRACK_TIMEOUT)
                    .filter(section::has)
                    .forEach(key ->
                            section.refuse(key, "belongs to a command, and this tracks none", "remove the line"));
        }
        return switch (given.get(0)) {
            case TRACK_INTERFACE ->
                section.value(ConfigKey.TRACK_INTERFACE, Values.interfaceName("name an interface, like eth1"))
                        .map(TrackTarget.Link::new);
            case TRACK_COMMAND -> command(section);
            case TRACK_FILE ->
                section.value(ConfigKey.TRACK_FILE, Values.absolutePath("give the absolute path of a file"))
                        .map(TrackTarget.Presence::new);
            case TRACK_ROUTE ->
                section.value(
                                ConfigKey.TRACK_ROUTE,
                                Values.subnet("use a destination of `ip route`, like 0.0.0.0/0 for the default route"))
                        .map(TrackTarget.Route::new);
            default -> section.value(ConfigKey.TRACK_HEALTH, HEALTH);
        };
    }

    private static Optional<TrackTarget> command(Section section) {
        Duration interval = time(section, ConfigKey.TRACK_INTERVAL, DEFAULT_INTERVAL);
        Duration timeout = time(section, ConfigKey.TRACK_TIMEOUT, DEFAULT_TIMEOUT);
        return section.value(ConfigKey.TRACK_COMMAND, TrackReader::commandFile)
                .map(file -> new TrackTarget.Command(file, interval, timeout));
    }

    private static Duration time(Section section, ConfigKey key, Duration otherwise) {
        return section.value(key, Values.duration(MIN_TIME, MAX_TIME), otherwise);
    }

    private static Path commandFile(YamlNode node) throws Refusal {
        Path file = Values.absolutePath(
                        "give the absolute path of a program or script; it gets no arguments and no shell looks at it")
                .convert(node);
        Optional<String> objection = CommandFile.objection(file);
        if (objection.isPresent()) {
            throw new Refusal(
                    objection.get(),
                    "the daemon runs it as root: `chown root " + file + "; chmod 755 " + file
                            + "`, in a folder that only root can change");
        }
        return file;
    }

    private static TrackTarget health(YamlNode node) throws Refusal {
        if (node instanceof Scalar scalar
                && scalar.type() == ScalarType.FLAG
                && scalar.text().equals("true")) {
            return new TrackTarget.Health();
        }
        throw new Refusal(node.kind() + " cannot stand here", "write 'health: true', or remove the item");
    }

    private static void checkUnique(Section section, TrackTarget target, Map<String, Section> firstOfName) {
        @Nullable Section first = firstOfName.putIfAbsent(target.name(), section);
        if (first != null) {
            ConfigKey key = TARGETS.stream().filter(section::has).findFirst().orElseThrow();
            section.refuse(
                    key,
                    target.name() + " is tracked by " + first.path() + " already, line " + first.line(),
                    "keep one of them");
        }
    }
}
