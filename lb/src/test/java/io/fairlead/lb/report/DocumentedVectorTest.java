package io.fairlead.lb.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The bytes in {@code docs/load-report.md} are what the code writes and reads. */
final class DocumentedVectorTest {

    private static final Pattern VECTOR = Pattern.compile("```hex\\n(.*?)```", Pattern.DOTALL);

    @Test
    void shouldWriteAndReadWhatTheDocumentShows() throws IOException {
        final Matcher matcher = VECTOR.matcher(Files.readString(Path.of("..", "docs", "load-report.md")));
        assertThat(matcher.find()).isTrue();
        final String documented = matcher.group(1).replaceAll("(?m)#.*$", "").replaceAll("\\s", "");
        final Authenticator authenticator = Authenticator.keyed(Samples.key());
        final Message message = Samples.message(Samples.REPORT);
        final Message sent =
                new Message(message.header(), new Handshake(0xA1A2A3A4A5A6A7A8L, Handshake.ABSENT), message.body());
        assertThat(HexFormat.of().formatHex(new MessageEncoder(authenticator).encode(sent)))
                .isEqualTo(documented);
        assertThat(new MessageDecoder(Samples.CLUSTER, authenticator)
                        .decode(HexFormat.of().parseHex(documented)))
                .isEqualTo(new Decoded(Verdict.OK, sent));
    }
}
