package io.fairlead.lb.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The bytes in {@code docs/load-report.md} are what the code writes and reads. */
final class DocumentedVectorTest {

    private static final Pattern VECTOR = Pattern.compile("```hex\\n(.*?)```", Pattern.DOTALL);

    private static final Authenticator KEYED = Authenticator.keyed(Samples.key());

    @Test
    void shouldWriteAndReadTheReportThatTheDocumentShows() throws IOException {
        final Message message = Samples.message(Samples.REPORT);
        final Message sent =
                new Message(message.header(), new Handshake(0xA1A2A3A4A5A6A7A8L, Handshake.ABSENT), message.body());
        assertWrittenAndRead(sent, KEYED, vectors().get(0), 0);
    }

    /** Of these the document shows the fields alone: the header is the one of the report, but for type and length. */
    @Test
    void shouldWriteAndReadTheFieldsThatTheDocumentShows() throws IOException {
        final List<Body> bodies = List.of(
                Samples.OWNER_ANSWER_IPV6,
                new FlowQuery(Samples.FLOW),
                new FlowQuery(Samples.FLOW_IPV6),
                Samples.STICKY_DELTA_IPV6,
                Samples.STICKY_SNAPSHOT_IPV6,
                Samples.withPace(new ReportPace(20, 5)),
                Samples.withManagementIp6(Samples.NODE_1_IPV6),
                Samples.withMtu(9000),
                Samples.withRedirects(Samples.LISTENING_ELSEWHERE),
                Samples.CONNECTIONS,
                new ConnectionsRequest(5));
        final List<String> fields = vectors().subList(1, vectors().size());
        assertThat(fields).hasSameSizeAs(bodies);
        for (int i = 0; i < bodies.size(); i++) {
            assertWrittenAndRead(
                    Samples.message(bodies.get(i)), Authenticator.open(), fields.get(i), HeaderLayout.HEADER_LENGTH);
        }
    }

    private static List<String> vectors() throws IOException {
        return VECTOR.matcher(Files.readString(Path.of("..", "docs", "load-report.md")))
                .results()
                .map(vector -> vector.group(1).replaceAll("(?m)#.*$", "").replaceAll("\\s", ""))
                .toList();
    }

    private static void assertWrittenAndRead(
            final Message message, final Authenticator authenticator, final String documented, final int offset) {
        final byte[] payload = new MessageEncoder(authenticator).encode(message);
        assertThat(HexFormat.of().formatHex(payload, offset, payload.length)).isEqualTo(documented);
        assertThat(new MessageDecoder(Samples.CLUSTER, authenticator).decode(payload))
                .isEqualTo(new Decoded(Verdict.OK, message));
    }
}
