package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.toVip;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.FTP_PORT;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients of director A; one is a NAT with a great many connections. */
class HeavySourcesTest {

    private static final int NAT = Fixture.CLIENT;
    private static final int LEAST = 6;
    private static final int SWEEP_SECONDS = 31;

    private final TestNode director = TestNode.of(A, A);

    private Packets packet(final int flags, final int client, final int clientPort, final int port) {
        return toVip(Packets.tcp(flags), A, port).from(client, clientPort);
    }

    private void open(final int client, final int clientPort, final int port) {
        director.fromWire(packet(TcpSegment.SYN, client, clientPort, port));
        director.fromWire(packet(TcpSegment.ACK, client, clientPort, port));
    }

    private void openMany(final int client, final int from, final int to, final int port) {
        IntStream.range(from, to).forEach(clientPort -> open(client, clientPort, port));
    }

    private void end(final int client, final int clientPort) {
        director.fromWire(packet(TcpSegment.FIN | TcpSegment.ACK, client, clientPort, SAME_PORT));
    }

    private List<String> toldOfSources() {
        return director.told().stream()
                .filter(line -> line.startsWith("heavy") || line.startsWith("light"))
                .toList();
    }

    /** How many of its connections went to each node, by the tables of the data path. */
    private long[] ofNodes(final int from, final int to, final int port) {
        final long[] steered = new long[3];
        for (int clientPort = from; clientPort < to; clientPort++) {
            final byte[] frame = director.fromWire(packet(TcpSegment.ACK, NAT, clientPort, port))
                    .frame();
            // the destination MAC ends with the number of the node; what stays on A is not changed
            steered[frame[5] - 1]++;
        }
        return steered;
    }

    @Test
    void shouldNameAClientOnceWhenItHasMoreThanANodesShare() {
        director.publish(cluster -> cluster.heavySources(LEAST, false));
        openMany(NAT + 1, 1, 4, SAME_PORT);

        openMany(NAT, 1, LEAST, SAME_PORT);
        assertThat(toldOfSources()).isEmpty();
        openMany(NAT, LEAST, LEAST + 3, SAME_PORT);

        assertThat(toldOfSources()).containsExactly("heavy 10.51.0.50 at 10.51.0.2: 6 of 9");
        assertThat(ofNodes(1, LEAST + 3, SAME_PORT)).containsExactly(0, LEAST + 2, 0);
    }

    @Test
    void shouldNotNameAClientThatHasAFairShareOfMany() {
        director.publish(cluster -> cluster.heavySources(LEAST, false));
        for (int client = 1; client <= 4; client++) {
            openMany(NAT + client, 1, LEAST - 1, SAME_PORT);
        }

        openMany(NAT, 1, LEAST + 1, SAME_PORT);

        assertThat(toldOfSources()).isEmpty();
    }

    @Test
    void shouldTellAgainWhileItLastsAndWhenItIsOver() {
        director.publish(cluster -> cluster.heavySources(LEAST, false));
        openMany(NAT, 1, LEAST + 3, SAME_PORT);
        toldOfSources();

        director.pass(SWEEP_SECONDS);
        assertThat(toldOfSources()).contains("heavy 10.51.0.50 at 10.51.0.1: 8 of 8");
        IntStream.range(1, LEAST).forEach(clientPort -> end(NAT, clientPort));
        director.pass(SWEEP_SECONDS);

        assertThat(toldOfSources()).containsExactly("light 10.51.0.50");
    }

    @Test
    void shouldSpreadItsConnectionsWhenTold() {
        director.publish(cluster -> cluster.heavySources(LEAST, true));
        openMany(NAT, 1, 1 + LEAST, SAME_PORT);

        openMany(NAT, 100, 190, SAME_PORT);

        assertThat(ofNodes(1, 1 + LEAST, SAME_PORT)).containsExactly(LEAST, 0, 0);
        assertThat(ofNodes(100, 190, SAME_PORT)).containsExactly(30, 30, 30);
        // it stays with its node all the same: no other director hears of a move
        assertThat(director.told())
                .filteredOn(line -> line.startsWith("learned"))
                .containsExactly("learned 10.51.0.50 at 10.51.0.1");
    }

    @Test
    void shouldKeepItTogetherWhereTheProxyOpensFurtherPorts() {
        director.publish(cluster -> cluster.heavySources(LEAST, true).best(B));
        openMany(NAT, 1, 1 + LEAST, FTP_PORT);

        openMany(NAT, 100, 130, FTP_PORT);

        assertThat(ofNodes(100, 130, FTP_PORT)).containsExactly(0, 30, 0);
    }

    @Test
    void shouldExplainThatItsConnectionsAreSpread() {
        director.publish(cluster -> cluster.heavySources(LEAST, true));
        openMany(NAT, 1, 1 + LEAST, SAME_PORT);
        director.told();

        director.commands.explain(new FlowKey().ipv4(NAT, 0, 0, SAME_PORT, IpProtocol.TCP), 7);
        director.cycle();

        assertThat(director.told().get(0)).startsWith("7 SPREAD 10.51.0.2");
    }

    @Test
    void shouldNameNobodyWhenItIsNoDirector() {
        director.publish(cluster -> cluster.heavySources(LEAST, false));
        openMany(NAT, 1, LEAST + 3, SAME_PORT);
        toldOfSources();

        director.publish(cluster -> cluster.directedBy(B));
        director.pass(SWEEP_SECONDS);

        assertThat(toldOfSources()).containsExactly("light 10.51.0.50");
    }

    @Test
    void shouldCountWhatIsOpenAfterEveryWayToEnd() {
        director.publish(cluster -> cluster.heavySources(LEAST, false));
        openMany(NAT, 1, LEAST, SAME_PORT);
        for (int clientPort = 1; clientPort < LEAST; clientPort++) {
            end(NAT, clientPort);
            open(NAT, clientPort, SAME_PORT);
        }
        assertThat(toldOfSources()).isEmpty();

        open(NAT, LEAST, SAME_PORT);

        assertThat(toldOfSources()).containsExactly("heavy 10.51.0.50 at 10.51.0.1: 6 of 6");
    }

    @Test
    void shouldRecountWhenTheProcessIsAnother() {
        director.publish(cluster -> cluster.heavySources(LEAST, false));
        openMany(NAT, 1, LEAST, SAME_PORT);

        final TestNode next = director.restarted();
        next.publish(cluster -> cluster.heavySources(LEAST, false));
        next.told();
        next.fromWire(packet(TcpSegment.SYN, NAT, LEAST, SAME_PORT));
        next.fromWire(packet(TcpSegment.ACK, NAT, LEAST, SAME_PORT));

        assertThat(next.told()).contains("heavy 10.51.0.50 at 10.51.0.1: 6 of 6");
        assertThat(next.count(SteeringCounter.OWN_CONNECTIONS_ACTIVE)).isEqualTo(LEAST);
    }
}
