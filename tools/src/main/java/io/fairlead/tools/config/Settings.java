package io.fairlead.tools.config;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The effective values of all keys, as the readers came by them: what they take from the file and what they put in its place is noted here by the same call that
 * gives it to them, so that there is no second list of defaults.
 */
final class Settings {

    private static final String BEFORE = "before the file was changed: a restart is needed";

    private final String fileName;
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    Settings(Path file) {
        this(String.valueOf(file.getFileName()));
    }

    private Settings(String fileName) {
        this.fileName = fileName;
    }

    void fromFile(String path, ConfigKey key, Object value, String yaml, int line) {
        settings.put(path, new Setting(path, key, value, yaml, line, fileName + ":" + line));
    }

    void fromElsewhere(String path, ConfigKey key, Object value, String yaml, String origin) {
        settings.put(path, new Setting(path, key, value, yaml, 0, origin));
    }

    Optional<Setting> find(String path) {
        return Optional.ofNullable(settings.get(path));
    }

    Collection<Setting> all() {
        return settings.values();
    }

    /** How many elements a list of groups has. */
    int size(String listPath) {
        int size = 0;
        while (hasBelow(listPath + "[" + size + "].")) {
            size++;
        }
        return size;
    }

    /** Is there a value of any key whose path begins so? */
    boolean hasBelow(String prefix) {
        return settings.keySet().stream().anyMatch(path -> path.startsWith(prefix));
    }

    /** What holds when those of the others are taken that may be: where others differ, these stay as they were. */
    Settings mixed(Settings others, Predicate<Setting> mayBeTaken) {
        Settings mixed = new Settings(fileName);
        for (Setting setting : settings.values()) {
            boolean isUnchanged =
                    others.find(setting.key()).filter(setting::isSameAs).isPresent();
            if (!isUnchanged && !mayBeTaken.test(setting)) {
                mixed.settings.put(setting.key(), setting.of(BEFORE));
            }
        }
        for (Setting setting : others.settings.values()) {
            if (mayBeTaken.test(setting)
                    || find(setting.key()).filter(setting::isSameAs).isPresent()) {
                mixed.settings.put(setting.key(), setting);
            }
        }
        return mixed;
    }
}
