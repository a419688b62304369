package io.fairlead.tools.config;

/**
 * What a file says otherwise than what a node goes by.
 *
 * @param key full path, such as {@code engine.threads}, or of an element of a list, such as {@code redirects[1]}
 * @param place where the file says it, such as {@code n1.yaml:20}; empty if it does not
 * @param what has changed, such as {@code 1 → 2} or {@code added: {protocol: ftp, originalPorts: [21]}}
 */
public record ConfigChange(String key, String place, String what) {

    @Override
    public String toString() {
        return key + (place.isEmpty() ? "" : " (" + place + ")") + " " + what;
    }
}
