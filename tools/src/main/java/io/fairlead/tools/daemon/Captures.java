package io.fairlead.tools.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.lb.steering.SteeringWitness;
import io.fairlead.netstack.engine.DataPathAgent;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.tools.capture.live.CaptureOrder;
import io.fairlead.tools.capture.live.CaptureRing;
import io.fairlead.tools.capture.live.CaptureSession;
import io.fairlead.tools.capture.live.CaptureSummary;
import io.fairlead.tools.capture.live.CaptureTap;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.ControlStream;
import io.fairlead.tools.control.StreamOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The captures of a running node, one at a time: two would cost the data path twice. Any thread. */
final class Captures implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private static final long ASK_AGAIN_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long STOP_TIMEOUT_MS = 2_000;

    private final List<String> interfaces;
    private final NodeCore core;
    private final NodeIdentity identity;
    private final ConductorCalls conductor;

    /** Of each data-path thread. Made for the first capture and kept: a daemon hardly ever collects garbage. */
    private final List<CaptureRing> rings = new ArrayList<>();

    private @Nullable Running running;
    private int started;
    private boolean isClosed;

    /**
     * None yet.
     *
     * @param interfaces of the node, in their order
     * @param identity of the node
     * @param core of the node
     * @param conductor asked for the names of nodes
     */
    Captures(
            final List<String> interfaces,
            final NodeIdentity identity,
            final NodeCore core,
            final ConductorCalls conductor) {
        this.interfaces = List.copyOf(interfaces);
        this.identity = identity;
        this.core = core;
        this.conductor = conductor;
    }

    /** Reserves the place for a capture, which begins when its client has the answer. */
    synchronized ControlStream open(final CaptureOrder order) throws ControlException {
        if (isClosed) {
            throw new ControlException("the daemon is stopping");
        }
        final Running other = running;
        if (other != null) {
            throw new ControlException("another capture is running: end it, or wait; it ends by itself in "
                    + other.secondsLeft() + " s at the latest");
        }
        final String name = order.interfaceName().orElse(interfaces.get(0));
        final int leg = interfaces.indexOf(name);
        if (leg < 0) {
            throw new ControlException(
                    "the node has no interface " + name + "; it has " + String.join(", ", interfaces));
        }
        while (rings.size() < core.dataPaths().size()) {
            rings.add(new CaptureRing());
        }
        running = new Running(order, ++started, leg);
        return running;
    }

    /** Conductor only. */
    private Map<Long, String> nodesByMac() {
        final Map<Long, String> nodes = new HashMap<>();
        nodes.put(identity.mac(), identity.name());
        core.conductor()
                .cluster()
                .membership()
                .nodes()
                .forEach(node -> nodes.put(node.mac(), node.report().name()));
        return nodes;
    }

    private synchronized void ended(final Running capture) {
        if (running == capture) {
            running = null;
        }
    }

    /** Ends the one that runs. */
    @Override
    public void close() {
        final Running last;
        synchronized (this) {
            isClosed = true;
            last = running;
        }
        if (last != null) {
            last.stop();
        }
    }

    /** One of them, from the order to its end. */
    private final class Running implements ControlStream, CaptureSession.Taps {

        private final CaptureOrder order;
        private final int number;
        private final int leg;
        private final long startNs = System.nanoTime();
        private final CaptureSession session;
        private final Map<Long, String> names = new HashMap<>();
        private long askAgainNs = startNs;
        private @Nullable Thread thread;
        private @Nullable StreamOutput output;

        Running(final CaptureOrder order, final int number, final int leg) {
            this.order = order;
            this.number = number;
            this.leg = leg;
            session = new CaptureSession(
                    order,
                    number,
                    rings,
                    core.captureCounters(),
                    this::name,
                    SystemNanoClock.INSTANCE,
                    SystemEpochNanoClock.INSTANCE);
        }

        long secondsLeft() {
            return Math.max(0, order.seconds() - TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs));
        }

        @Override
        public JsonNode answer() {
            return JsonNodeFactory.instance.objectNode().put("interface", interfaces.get(leg));
        }

        @Override
        public void start(final StreamOutput to) {
            final Thread writing = new Thread(() -> run(to), "fairlead-capture");
            writing.setDaemon(true);
            synchronized (this) {
                thread = writing;
                output = to;
            }
            writing.start();
        }

        private void run(final StreamOutput to) {
            try {
                final CaptureSummary summary = session.run(this, to);
                LOG.info(
                        "capture ended ({}): {} frames, {} lost",
                        summary.end().name().toLowerCase(Locale.ROOT),
                        summary.frames(),
                        summary.lost());
            } catch (final IOException e) {
                LOG.info("capture ended: {}", e.getMessage());
            } catch (final RuntimeException e) {
                LOG.error("the capture failed", e);
            } finally {
                ended(this);
            }
        }

        @Override
        public void abandon() {
            ended(this);
        }

        @Override
        public void on() {
            final List<DataPathAgent> agents = core.dataPaths(leg);
            for (int thread = 0; thread < agents.size(); thread++) {
                agents.get(thread)
                        .tap(new CaptureTap(
                                order.filter(),
                                core.witness(thread, SteeringWitness::ofFrames),
                                rings.get(thread),
                                number,
                                SystemNanoClock.INSTANCE,
                                order.snapLength(),
                                core.captureCounters().sets().get(thread)));
            }
        }

        @Override
        public void off() {
            core.dataPaths(leg).forEach(agent -> agent.tap(null));
        }

        /** The name of the node that has a MAC address, else the address. A node that has just joined is asked for, and not again and again. */
        private String name(final long mac) {
            if (!names.containsKey(mac) && System.nanoTime() - askAgainNs >= 0) {
                try {
                    names.putAll(conductor.ask(Captures.this::nodesByMac));
                } catch (final ControlException e) {
                    LOG.debug("the nodes' names are not known: {}", e.getMessage());
                }
                askAgainNs = System.nanoTime() + ASK_AGAIN_NS;
            }
            return names.getOrDefault(mac, MacAddress.format(mac));
        }

        void stop() {
            session.stop();
            final Thread writing;
            synchronized (this) {
                writing = thread;
                if (output != null) {
                    output.stop();
                }
            }
            if (writing != null) {
                try {
                    writing.join(STOP_TIMEOUT_MS);
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
