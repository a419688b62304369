package io.fairlead.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said to a proxy, byte for byte, and what is made of the answer, however it is cut. */
final class DialogTest {

    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.51.0.1", 3128);

    /** The escapes of Java are meant: the answers are written as the result shows them. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            HTTP, ``, HTTP/1.1 200 OK\\r\\n, WORKS, HTTP/1.1 200 OK
            HTTP, ``, HTTP/1.0 400 Bad Request\\r\\nServer: x\\r\\n\\r\\n, WORKS, HTTP/1.0 400 Bad Request
            HTTP, ``, HTTP/1.1 503 Service Unavailable\\r\\n, WORKS, HTTP/1.1 503 Service Unavailable
            HTTP, ``, HTTP/1.1 204\\n, WORKS, HTTP/1.1 204
            HTTP, ``, SSH-2.0-OpenSSH_9.2\\r\\n, WRONG_ANSWER, `"SSH-2.0-OpenSSH_9.2\\\\r\\\\n"`
            HTTP, ``, HTTP/1.1 OK\\r\\n, WRONG_ANSWER, `"HTTP/1.1 OK\\\\r\\\\n"`
            HTTP, ``, <html>, WRONG_ANSWER, `"<html>"`
            HTTP, http://o.example/, HTTP/1.1 200 OK\\r\\n, WORKS, HTTP/1.1 200 OK
            HTTP, http://o.example/, HTTP/1.1 407 Proxy Authentication Required\\r\\n, WORKS, HTTP/1.1 407 Proxy Authentication Required
            HTTP, http://o.example/, HTTP/1.1 500 Unable to connect\\r\\n, ERROR_ANSWER, HTTP/1.1 500 Unable to connect
            HTTP, http://o.example/, HTTP/1.1 502 Bad Gateway\\r\\n, ERROR_ANSWER, HTTP/1.1 502 Bad Gateway
            ICAP, ``, ICAP/1.0 404 ICAP Service not found\\r\\n, WORKS, ICAP/1.0 404 ICAP Service not found
            ICAP, reqmod, ICAP/1.0 200 OK\\r\\nMethods: REQMOD\\r\\n, WORKS, ICAP/1.0 200 OK
            ICAP, reqmod, ICAP/1.0 404 ICAP Service not found\\r\\n, ERROR_ANSWER, ICAP/1.0 404 ICAP Service not found
            ICAP, reqmod, HTTP/1.1 200 OK\\r\\n, WRONG_ANSWER, `"HTTP/1.1 200 OK\\\\r\\\\n"`
            FTP, ``, 220 ready\\r\\n, WORKS, 220 ready
            FTP, ``, 220-Welcome\\r\\n220 ready\\r\\n, WORKS, 220-Welcome
            FTP, ``, 220\\r\\n, WORKS, 220
            FTP, ``, 421 Too many users\\r\\n, ERROR_ANSWER, 421 Too many users
            FTP, ``, 120 in 5 minutes\\r\\n, ERROR_ANSWER, 120 in 5 minutes
            FTP, ``, 2200 x\\r\\n, WRONG_ANSWER, `"2200 x\\\\r\\\\n"`
            FTP, ``, HTTP/1.1 400 Bad Request\\r\\n, WRONG_ANSWER, `"HTTP/1.1 400 Bad Request\\\\r\\\\n"`
            """)
    void shouldJudgeAnswerOfTextHoweverItIsCut(
            ProbeKind kind, String subject, String answer, Reason reason, String detail) {
        assertJudged(
                dialog(kind, subject),
                answer.translateEscapes().getBytes(ISO_8859_1),
                reason,
                detail.translateEscapes());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            160303007a020000760303, WORKS, TLS ServerHello
            15030300020228, WORKS, TLS alert 40
            15030100020246, WORKS, TLS alert 70
            160303007a01, WRONG_ANSWER, `"\\\\x16\\\\x03\\\\x03\\\\x00z\\\\x01"`
            1603030000020000, WRONG_ANSWER, `"\\\\x16\\\\x03\\\\x03\\\\x00\\\\x00\\\\x02\\\\x00\\\\x00"`
            15030300030228ff, WRONG_ANSWER, `"\\\\x15\\\\x03\\\\x03\\\\x00\\\\x03\\\\x02(\\\\xff"`
            1602, WRONG_ANSWER, `"\\\\x16\\\\x02"`
            """)
    void shouldJudgeAnswerOfTlsHoweverItIsCut(String answer, Reason reason, String detail) {
        assertJudged(dialog(ProbeKind.TLS, ""), HexFormat.of().parseHex(answer), reason, detail.translateEscapes());
    }

    /** Byte by byte it comes to the same, if not to a result that was seen earlier. */
    private static void assertJudged(Dialog dialog, byte[] answer, Reason reason, String detail) {
        assertThat(judge(dialog, answer, answer.length, true)).isEqualTo(ProbeResult.of(reason, detail));
        for (int length = 1; length <= answer.length; length++) {
            @Nullable ProbeResult result = judge(dialog, answer, length, false);
            if (result != null) {
                assertThat(result.reason()).isEqualTo(reason);
                return;
            }
        }
        assertThat(judge(dialog, answer, answer.length, true)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"HTTP, HTTP/1.1 20", "HTTP, H", "ICAP, ICAP/1.0 200 OK", "FTP, 22", "FTP, 220 rea"})
    void shouldWaitForMoreWhenOnlyTheBeginningIsThere(ProbeKind kind, String beginning) {
        byte[] answer = beginning.getBytes(ISO_8859_1);
        assertThat(judge(dialog(kind, ""), answer, answer.length, false)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"HTTP, HTTP/1.1 20", "ICAP, ICAP/1.0 200", "FTP, 220", "TLS, \u0016"})
    void shouldCallAnAnswerWrongWhenItEndsTooEarly(ProbeKind kind, String beginning) {
        byte[] answer = beginning.getBytes(ISO_8859_1);
        assertThat(Objects.requireNonNull(judge(dialog(kind, ""), answer, answer.length, true))
                        .reason())
                .isEqualTo(Reason.WRONG_ANSWER);
    }

    @Test
    void shouldCutWhatIsTooLongToShow() {
        byte[] endless = new byte[512];
        Arrays.fill(endless, (byte) 'x');
        byte[] line = ("HTTP/1.1 200 " + "x".repeat(499)).getBytes(ISO_8859_1);

        assertThat(judge(dialog(ProbeKind.HTTP, ""), endless, endless.length, true))
                .isEqualTo(ProbeResult.of(Reason.WRONG_ANSWER, "\"" + "x".repeat(64) + "...\""));
        assertThat(judge(dialog(ProbeKind.HTTP, ""), line, line.length, true))
                .isEqualTo(ProbeResult.of(Reason.WORKS, "HTTP/1.1 200 " + "x".repeat(51) + "..."));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TCP")
    void shouldMakeSomethingOfAnyBytes(ProbeKind kind) {
        Random random = new Random(1);
        Dialog dialog = dialog(kind, "");
        for (int i = 0; i < 2_000; i++) {
            byte[] answer = new byte[1 + random.nextInt(512)];
            random.nextBytes(answer);
            assertThat(judge(dialog, answer, answer.length, true)).isNotNull();
            // what an answer of this kind may begin with
            byte[] good = new byte[] {22, 3, 3, 0, 90, 2};
            System.arraycopy(good, 0, answer, 0, Math.min(answer.length, 1 + random.nextInt(good.length)));
            ProbeResult result = Objects.requireNonNull(judge(dialog, answer, answer.length, true));
            assertThat(result.detail()).matches("[ -~]*").hasSizeLessThan(300);
        }
    }

    @Test
    void shouldAskAProxyWhatItMustNotPassOnWhenThereIsNoUrl() {
        assertThat(request(ProbeKind.HTTP, "")).isEqualTo("""
                OPTIONS * HTTP/1.1\r
                Host:\r
                User-Agent: Fairlead-Health\r
                Max-Forwards: 0\r
                Connection: close\r
                \r
                """);
    }

    @Test
    void shouldFetchTheUrlWhenThereIsOne() {
        assertThat(request(ProbeKind.HTTP, "http://o.example:8080/a?b")).isEqualTo("""
                GET http://o.example:8080/a?b HTTP/1.1\r
                Host: o.example:8080\r
                User-Agent: Fairlead-Health\r
                Connection: close\r
                \r
                """);
        assertThat(request(ProbeKind.HTTP, "https://o.example/"))
                .startsWith("CONNECT o.example:443 HTTP/1.1\r\nHost: o.example:443\r\n");
        assertThat(request(ProbeKind.HTTP, "https://o.example:8443/"))
                .startsWith("CONNECT o.example:8443 HTTP/1.1\r\nHost: o.example:8443\r\n");
    }

    @Test
    void shouldAskAnIcapServerForItsOptions() {
        assertThat(request(ProbeKind.ICAP, "reqmod")).isEqualTo("""
                OPTIONS icap://10.51.0.1:3128/reqmod ICAP/1.0\r
                Host: 10.51.0.1:3128\r
                User-Agent: Fairlead-Health\r
                Connection: close\r
                Encapsulated: null-body=0\r
                \r
                """);
    }

    @Test
    void shouldTakeLeaveOfAServerThatExpectsIt() {
        assertThat(request(ProbeKind.FTP, "")).isEmpty();
        assertThat(new String(dialog(ProbeKind.FTP, "").farewell(), ISO_8859_1)).isEqualTo("QUIT\r\n");
        assertThat(dialog(ProbeKind.TLS, "").farewell()).asHexString().isEqualTo("15030300020100");
        assertThat(dialog(ProbeKind.HTTP, "").farewell()).isEmpty();
    }

    @Test
    void shouldOfferWhatEveryServerOfTlsKnowsSomethingOf() {
        assertThat(dialog(ProbeKind.TLS, "").request())
                .asHexString()
                .isEqualTo(
                        ("1603010093" // record
                                        + "0100008f0303" // ClientHello of TLS 1.2
                                        + HexFormat.of()
                                                .formatHex("Fairlead looks if TLS is spoken.".getBytes(ISO_8859_1))
                                        + "00" // no session
                                        + "001e130113021303c02bc02fc02cc030cca9cca8c013c014009c009d002f0035" // cipher
                                        // suites
                                        + "0100" // no compression
                                        + "0048" // extensions
                                        + "000a000a0008001d001700180019" // groups
                                        + "000b00020100" // point formats
                                        + "000d0018001604030804040105030805050108060601080702030201" // signatures
                                        + "00170000" // extended master secret
                                        + "002b00050403040303" // versions 1.3 and 1.2
                                        + "003300020000" // no key share
                                        + "ff01000100") // renegotiation
                                .toUpperCase(java.util.Locale.ROOT));
    }

    @Test
    void shouldNameTheServerWhenItIsToldTo() {
        byte[] without = dialog(ProbeKind.TLS, "").request();
        byte[] with = dialog(ProbeKind.TLS, "o.example").request();

        assertThat(with).hasSize(without.length + 18);
        assertThat(HexFormat.of().formatHex(with)).contains("0000000e000c0000096f2e6578616d706c65");
        assertThat(with[4] & 0xFF).as("length of the record").isEqualTo(with.length - 5);
    }

    @ParameterizedTest
    @CsvSource({
        "http, HTTP",
        "HTTP, HTTP",
        "ftp, FTP",
        "icap, ICAP",
        "https, TLS",
        "tls, TLS",
        "ssh, TCP",
        "socks, TCP",
        "web, TCP"
    })
    void shouldChooseWhatSuitsTheProtocol(String label, ProbeKind kind) {
        assertThat(ProbeKind.ofProtocol(label)).isEqualTo(kind);
    }

    private static String request(ProbeKind kind, String subject) {
        return new String(dialog(kind, subject).request(), ISO_8859_1);
    }

    private static Dialog dialog(ProbeKind kind, String subject) {
        return Objects.requireNonNull(Dialog.of(new ProbeTarget("x", ADDRESS, new ProbeSettings(kind, subject))));
    }

    private static @Nullable ProbeResult judge(Dialog dialog, byte[] answer, int length, boolean isAll) {
        return dialog.judge(Arrays.copyOf(answer, 512), length, isAll);
    }
}
