package io.fairlead.tools.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a changed file means for a node that runs: what it can go by from now on, and what needs a restart. Both are told apart by the effective values, so that a default that
 * was written out is no change.
 */
public final class ConfigUpdate {

    private static final Pattern ELEMENT = Pattern.compile("\\[\\d+]");

    private final LoadedConfig running;
    private final LoadedConfig file;
    private final boolean hasSameRouters;
    private final List<ConfigChange> applied = new ArrayList<>();
    private final List<ConfigChange> pending = new ArrayList<>();

    private ConfigUpdate(LoadedConfig running, LoadedConfig file) {
        this.running = running;
        this.file = file;
        this.hasSameRouters =
                haveSameRouters(running.config().virtualRouters(), file.config().virtualRouters());
    }

    /**
     * Compares.
     *
     * @param running what the node goes by
     * @param file what the file says now
     * @return what to make of it
     */
    public static ConfigUpdate of(LoadedConfig running, LoadedConfig file) {
        ConfigUpdate update = new ConfigUpdate(running, file);
        update.compare();
        return update;
    }

    /**
     * What the node goes by when the update is applied.
     *
     * @return the file where that can be, the running configuration elsewhere
     */
    public LoadedConfig result() {
        return running.updated(
                file,
                running.config().updated(file.config(), hasSameRouters),
                running.settings().mixed(file.settings(), this::mayBeTaken));
    }

    /**
     * What has changed and can be applied.
     *
     * @return in the order of the file
     */
    public List<ConfigChange> applied() {
        return List.copyOf(applied);
    }

    /**
     * What has changed and needs a restart.
     *
     * @return in the order of the file
     */
    public List<ConfigChange> pending() {
        return List.copyOf(pending);
    }

    /** Priorities are told by the place of their router in the list, which has to be the same router then. */
    private boolean mayBeTaken(Setting setting) {
        return mayBeTaken(setting.documentedKey());
    }

    private boolean mayBeTaken(ConfigKey key) {
        return key.isAppliedByReload() && (key != ConfigKey.PRIORITY || hasSameRouters);
    }

    private static boolean haveSameRouters(List<VirtualRouterSettings> before, List<VirtualRouterSettings> now) {
        return before.size() == now.size()
                && IntStream.range(0, before.size()).allMatch(i -> before.get(i).isSameRouterAs(now.get(i)));
    }

    private void compare() {
        Set<String> told = new LinkedHashSet<>();
        List<Setting> all = new ArrayList<>(file.settings().all());
        all.addAll(running.settings().all());
        for (Setting setting : all) {
            String subject = element(setting.key()).orElse(setting.key());
            Optional<Setting> before = running.settings().find(setting.key());
            Optional<Setting> now = file.settings().find(setting.key());
            boolean isSame =
                    before.isPresent() && now.filter(before.get()::isSameAs).isPresent();
            if (!isSame && told.add(subject)) {
                (mayBeTaken(setting) ? applied : pending).add(change(subject, before, now));
            }
        }
    }

    /** The outermost element of a list that one of the two has alone. */
    private Optional<String> element(String key) {
        return ELEMENT.matcher(key)
                .results()
                .map(MatchResult::end)
                .map(end -> key.substring(0, end))
                .filter(element -> running.settings().hasBelow(element + ".")
                        != file.settings().hasBelow(element + "."))
                .findFirst();
    }

    private ConfigChange change(String subject, Optional<Setting> before, Optional<Setting> now) {
        if (element(subject).isPresent()) {
            return elementChange(subject);
        }
        String place =
                now.filter(setting -> setting.line() > 0).map(Setting::origin).orElse("");
        String was = before.map(ConfigUpdate::words).orElse("not set");
        String is = now.map(ConfigUpdate::words).orElse("not set");
        return new ConfigChange(subject, place, was.equals(is) ? "has changed" : was + " → " + is);
    }

    private static String words(Setting setting) {
        return setting.yaml().isEmpty() ? "(not shown)" : setting.yaml();
    }

    private ConfigChange elementChange(String element) {
        boolean isNew = file.settings().hasBelow(element + ".");
        List<Setting> written = (isNew ? file : running)
                .settings().all().stream()
                        .filter(setting -> setting.key().startsWith(element + ".") && setting.line() > 0)
                        .toList();
        String content = written.stream()
                .map(setting -> setting.key().substring(element.length() + 1) + ": " + words(setting))
                .collect(Collectors.joining(", ", "{", "}"));
        return new ConfigChange(
                element,
                isNew ? written.stream().findFirst().map(Setting::origin).orElse("") : "",
                (isNew ? "added: " : "removed: ") + content);
    }
}
