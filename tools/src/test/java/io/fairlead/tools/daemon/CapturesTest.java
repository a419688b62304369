package io.fairlead.tools.daemon;

import static io.fairlead.tools.daemon.SimulatedCluster.PORT;
import static io.fairlead.tools.daemon.SimulatedCluster.VIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.netstack.engine.Waiter;
import io.fairlead.tools.capture.live.CaptureOrder;
import io.fairlead.tools.capture.live.CaptureOrderJson;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.ControlStream;
import io.fairlead.tools.control.StreamOutput;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Captures of the director of a simulated cluster. */
@Timeout(60)
final class CapturesTest {

    private final SimulatedCluster cluster;
    private final Captures captures;

    CapturesTest(@TempDir final Path folder) {
        cluster = new SimulatedCluster(1, 4, folder).settled();
        captures = cluster.node(1).captures(new ConductorCalls(new AtOnce(), new NoWaiter()));
    }

    @AfterEach
    void end() {
        captures.close();
        cluster.close();
    }

    /** A conductor that answers on the thread that asks; the cluster stands still meanwhile. */
    private static final class AtOnce extends ArrayDeque<Runnable> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean add(final Runnable command) {
            command.run();
            return true;
        }
    }

    private static final class NoWaiter implements Waiter {
        @Override
        public void await(final long timeoutNs) {}

        @Override
        public void wake() {}

        @Override
        public void close() {}
    }

    /** Takes everything. */
    private static final class Client implements ByteChannel {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final CountDownLatch hasBegun = new CountDownLatch(1);
        private final CountDownLatch isClosed = new CountDownLatch(1);
        private volatile boolean isGone;

        @Override
        public int read(final ByteBuffer bytes) {
            // asked for the first time when the taps are on
            hasBegun.countDown();
            return isGone ? -1 : 0;
        }

        @Override
        public synchronized int write(final ByteBuffer bytes) {
            final byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            taken.writeBytes(all);
            return all.length;
        }

        synchronized String text() {
            return taken.toString(StandardCharsets.ISO_8859_1);
        }

        @Override
        public boolean isOpen() {
            return isClosed.getCount() > 0;
        }

        @Override
        public void close() {
            isClosed.countDown();
        }

        private Client begun() throws InterruptedException {
            assertThat(hasBegun.await(30, TimeUnit.SECONDS)).isTrue();
            return this;
        }

        private String end() throws InterruptedException {
            isGone = true;
            assertThat(isClosed.await(30, TimeUnit.SECONDS)).isTrue();
            return text();
        }
    }

    private static CaptureOrder order(final String... verdicts) {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        final ArrayNode words = json.putArray("verdicts");
        for (final String verdict : verdicts) {
            words.add(verdict);
        }
        return CaptureOrderJson.fromJson(json);
    }

    private Client begin(final CaptureOrder order) throws Exception {
        final Client client = new Client();
        captures.open(order).start(new StreamOutput(client));
        return client.begun();
    }

    private void openConnections() {
        cluster.clients().forEach(client -> client.open(VIP, PORT));
        cluster.runWithTraffic(Duration.ofSeconds(1));
    }

    @Test
    void shouldNameTheNodesThatFramesAreSteeredTo() throws Exception {
        final Client client = begin(order());
        openConnections();

        assertThat(client.end())
                .contains("steered to n2: new connection, chosen by policy")
                .contains("steered to n3: known connection")
                .contains("to the conductor: ARP")
                .contains("\"lost\":0,")
                .contains("\"end\":\"client\"");
    }

    @Test
    void shouldCaptureTheVerdictsThatWereAskedForAlone() throws Exception {
        final Client client = begin(order("control"));
        openConnections();

        assertThat(client.end())
                .contains("to the conductor: ")
                .doesNotContain("steered")
                .doesNotContain("passed: ");
    }

    @Test
    void shouldRefuseASecondOneUntilTheFirstHasEnded() throws Exception {
        final ControlStream abandoned = captures.open(order());
        assertThatThrownBy(() -> captures.open(order()))
                .isInstanceOf(ControlException.class)
                .hasMessageStartingWith("another capture is running: end it, or wait; it ends by itself in ");
        abandoned.abandon();

        begin(order()).end();
        while (true) {
            // its place is free a moment after its client was hung up on
            try {
                captures.open(order()).abandon();
                return;
            } catch (final ControlException e) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void shouldRefuseAnInterfaceThatTheNodeDoesNotHave() {
        assertThatThrownBy(() -> captures.open(CaptureOrderJson.fromJson(
                        JsonNodeFactory.instance.objectNode().put("interface", "eth7"))))
                .isInstanceOf(ControlException.class)
                .hasMessage("the node has no interface eth7; it has eth0");
    }

    @Test
    void shouldEndWithTheDaemon() throws Exception {
        final Client client = begin(order());

        captures.close();

        assertThat(client.isOpen()).isFalse();
        assertThat(client.text()).contains("\"end\":\"daemon\"");
        assertThatThrownBy(() -> captures.open(order()))
                .isInstanceOf(ControlException.class)
                .hasMessage("the daemon is stopping");
    }
}
