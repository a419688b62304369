package io.fairlead.tools.config;

/**
 * The effective value of one key, and where it comes from.
 *
 * @param key full path, such as {@code virtualRouters[0].priority}
 * @param documentedKey the same with {@code []} for any element of a list, as the documentation heads it
 * @param value to be compared; a secret is among them, so it is not to be shown
 * @param yaml the value as the file may say it; empty for a secret
 * @param line of the file; 0 if the file does not say it
 * @param origin where it comes from, such as {@code n1.yaml:8} or {@code default}
 */
record Setting(String key, ConfigKey documentedKey, Object value, String yaml, int line, String origin) {

    boolean isSameAs(Setting other) {
        return value.equals(other.value);
    }

    /** The same that comes from elsewhere. */
    Setting of(String otherOrigin) {
        return new Setting(key, documentedKey, value, yaml, 0, otherOrigin);
    }

    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return key + ": " + yaml + " (" + origin + ")";
    }
}
