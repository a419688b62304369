package io.fairlead.tools.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The remedy for an unknown key: the known one that was probably meant. */
final class Suggestion {

    private static final int MAX_TYPING_ERRORS = 2;

    private Suggestion() {}

    static String forKey(String unknown, String section) {
        for (ConfigKey key : ConfigKey.values()) {
            if (key.key().equals(unknown) && !key.sectionName().isEmpty()) {
                return "it belongs under '" + key.sectionName() + "'";
            }
        }
        List<String> siblings =
                ConfigKey.keysOf(section).stream().map(ConfigKey::key).toList();
        return siblings.stream()
                .filter(known -> typingErrors(unknown, known) <= Math.min(MAX_TYPING_ERRORS, known.length() / 2))
                .min(Comparator.comparingInt(known -> typingErrors(unknown, known)))
                .map(known -> "did you mean '" + known + "'?")
                .orElse("known here: " + String.join(", ", siblings));
    }

    private static int typingErrors(String written, String known) {
        return distance(written.toLowerCase(Locale.ROOT), known.toLowerCase(Locale.ROOT));
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
