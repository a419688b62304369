package io.fairlead.tools.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes values so that they are read back as they were, also within the brackets of a list. */
final class YamlText {

    /** What needs no quotes wherever it stands. */
    private static final Pattern PLAIN = Pattern.compile("(?i)(?!(?:null|~)$)-?[a-z0-9_./][a-z0-9_./-]*");

    private YamlText() {}

    static String of(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "''") + "'";
    }

    /** A list of values that are written already. */
    static String list(List<String> items) {
        return items.stream().collect(Collectors.joining(", ", "[", "]"));
    }
}
