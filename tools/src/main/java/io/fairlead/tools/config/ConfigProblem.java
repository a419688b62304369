package io.fairlead.tools.config;

/**
 * One thing that is wrong with a configuration, or worth a warning, told so that it can be mended without reading the manual.
 *
 * @param file as it was named on the command line
 * @param line counted from 1; 0 if it is about the file as a whole
 * @param key path of the key, such as {@code virtualRouters[0].priority}; empty if it is about the file as a whole
 * @param reason what is wrong
 * @param remedy what to write instead
 */
public record ConfigProblem(String file, int line, String key, String reason, String remedy) {

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (key.isEmpty() ? "" : key + ": ") + reason + "; " + remedy;
    }
}
