package io.fairlead.lb.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Wireshark's dissector knows every code that the format has; whether it decodes what they stand for is a namespace test. */
final class DissectorTablesTest {

    private static final Path SCRIPT = Path.of("..", "tools", "wireshark", "fairlead.lua");

    @Test
    void shouldKnowEveryMessageType() throws IOException {
        assertThat(words("MESSAGE_TYPES"))
                .isEqualTo(Stream.of(MessageType.values())
                        .collect(Collectors.toMap(MessageType::code, MessageType::name)));
    }

    @Test
    void shouldKnowEveryField() throws IOException, IllegalAccessException {
        final Map<Integer, String> codes = new TreeMap<>();
        for (final Field constant : FieldType.class.getDeclaredFields()) {
            // beside the codes, the class holds lengths and what is in a field
            if (!constant.isSynthetic() && !constant.getName().matches(".*_LENGTH|FAMILY_.*")) {
                codes.put(constant.getInt(null), constant.getName());
            }
        }
        assertThat(table("FIELDS", "(?m)^    \\[(\\d+)] = \\{\\s*name = \"(\\w+)\""))
                .isEqualTo(codes);
    }

    @Test
    void shouldKnowEveryRoleReasonAndState() throws IOException {
        assertThat(words("ROLES").keySet())
                .containsExactlyElementsOf(
                        Arrays.stream(Role.values()).map(Role::code).toList());
        assertThat(words("HEALTH_REASONS").keySet())
                .containsExactlyElementsOf(Arrays.stream(HealthReason.values())
                        .map(HealthReason::code)
                        .toList());
        assertThat(words("STATES").keySet())
                .containsExactlyElementsOf(Arrays.stream(VirtualRouterView.State.values())
                        .map(VirtualRouterView.State::code)
                        .toList());
    }

    private static Map<Integer, String> words(final String table) throws IOException {
        return table(table, "\\[(\\d+)] = \"([^\"]+)\"");
    }

    /** Codes and names of a table of the script, by code. */
    private static Map<Integer, String> table(final String table, final String entry) throws IOException {
        final String script = Files.readString(SCRIPT);
        final MatchResult body = Pattern.compile("(?ms)^local " + table + " = \\{(.*?)(\\n\\}| \\}$)")
                .matcher(script)
                .results()
                .findFirst()
                .orElseThrow();
        final Map<Integer, String> entries = new TreeMap<>();
        Pattern.compile(entry)
                .matcher(body.group(1))
                .results()
                .forEach(match -> entries.put(Integer.valueOf(match.group(1)), match.group(2)));
        return entries;
    }
}
