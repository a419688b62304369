package io.fairlead.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What went wrong, and the sockets of the machine: what is said then. */
final class DiagnosisTest {

    private static final ProbeTarget TARGET =
            new ProbeTarget("http", new InetSocketAddress("10.51.0.1", 3128), ProbeSettings.of(ProbeKind.HTTP));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            REFUSED   |                           | connection refused: nothing listens on this port
            REFUSED   | 127.0.0.1=0               | connection refused: the proxy listens on 127.0.0.1 only
            REFUSED   | 127.0.0.1=0 127.0.0.1=0   | connection refused: the proxy listens on 127.0.0.1 only
            REFUSED   | 127.0.0.1=0 10.51.0.100=0 | connection refused: the proxy listens on 10.51.0.100 and 127.0.0.1 only
            REFUSED   | ::1=0                     | connection refused: the proxy listens on ::1 only
            REFUSED   | ::=0                      | connection refused: the proxy listens on IPv6 (::) only
            REFUSED   | 0.0.0.0=0                 | connection refused
            REFUSED   | 10.51.0.1=0 127.0.0.1=0   | connection refused
            TIMED_OUT |                           | connection timed out
            TIMED_OUT | 0.0.0.0=0                 | connection timed out
            TIMED_OUT | 0.0.0.0=129               | no answer: the proxy does not accept connections, of which 129 wait in its queue
            NO_ANSWER | 10.51.0.1=1               | no answer: the proxy does not accept connections, of which 1 wait in its queue
            NO_ANSWER | ::=2                      | no answer: the proxy does not accept connections, of which 2 wait in its queue
            NO_ANSWER | 127.0.0.1=7 10.51.0.1=0   | no answer: the proxy accepts connections and says nothing
            CLOSED    | 0.0.0.0=5                 | no answer: the proxy closes the connection
            """)
    void shouldNameTheCauseWhenTheSocketsShowIt(Reason reason, String sockets, String said) {
        List<Listener> listeners = sockets == null
                ? List.of()
                : Arrays.stream(sockets.split(" ", -1))
                        .map(DiagnosisTest::listener)
                        .toList();

        assertThat(Diagnosis.of(ProbeResult.of(reason), TARGET, listeners).describe())
                .isEqualTo(said);
    }

    private static Listener listener(String text) {
        String[] parts = text.split("=", 2);
        return new Listener(IpAddress.parse(parts[0]), Integer.parseInt(parts[1]));
    }

    @Test
    void shouldLookAtTheSocketsOnlyWhenTheyCanSayMore() {
        assertThat(Arrays.stream(Reason.values()).filter(reason -> Diagnosis.isWanted(ProbeResult.of(reason))))
                .containsExactly(Reason.REFUSED, Reason.TIMED_OUT, Reason.NO_ANSWER);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKnowARemedyForEverythingThatIsWrong(Reason reason) {
        for (ProbeKind kind : ProbeKind.values()) {
            String remedy = Remedy.of(
                    reason, new ProbeTarget("x", TARGET.address(), new ProbeSettings(kind, "http://o.example/")));
            assertThat(remedy.isEmpty()).isEqualTo(reason == Reason.WORKS);
        }
    }

    @Test
    void shouldSayHowFarAnAnswerCame() {
        assertThat(ProbeResult.of(Reason.NO_ANSWER, "\"HTTP/1\"").describe())
                .isEqualTo("no answer: the proxy begins an answer and does not end it: \"HTTP/1\"");
    }

    @Test
    void shouldSayWhatItKnowsWhenTheDetailsWereNotTold() {
        assertThat(ProbeResult.of(Reason.LISTENS_ELSEWHERE).describe())
                .isEqualTo("connection refused: the proxy listens at other addresses only");
        assertThat(ProbeResult.of(Reason.NOT_ACCEPTING).describe())
                .isEqualTo("no answer: the proxy does not accept the connections that wait for it");
        assertThat(ProbeResult.of(Reason.WRONG_ANSWER).describe()).isEqualTo("wrong answer");
    }
}
