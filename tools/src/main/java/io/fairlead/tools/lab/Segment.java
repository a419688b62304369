package io.fairlead.tools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bridge and the stations on it, each in a network namespace of its own, so that nothing appears in the machine's. Closing it ends and
 * removes everything in reverse order; {@link #close} may be called from any thread.
 */
public final class Segment implements AutoCloseable {
    private static final String NO_BRIDGE_FILTER =
            "for f in /proc/sys/net/bridge/bridge-nf-call-*; do [ ! -e \"$f\" ] || echo 0 > \"$f\"; done";
    private static final String IPV6_SUBNET = "2001:db8:51::";
    private static final Duration SWITCH_LIMIT = Duration.ofSeconds(5);

    private final LabPlan plan;
    private final ProcessLedger ledger;
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final Map<String, Station> stations = new HashMap<>();
    private @Nullable Namespace wire;
    private @Nullable Switch network;
    private @Nullable Switch secondNetwork;
    private boolean closed;

    /** Prepares a segment without touching the machine; {@link #build} does. */
    public Segment(final LabPlan plan) {
        this.plan = plan;
        this.ledger = new ProcessLedger(plan.processes());
    }

    /** Builds a segment; no station is on it yet. */
    public static Segment open(final LabPlan plan) {
        final Segment segment = new Segment(plan);
        try {
            return segment.build();
        } catch (final RuntimeException e) {
            segment.close();
            throw e;
        }
    }

    /** Makes the bridge, after removing what an earlier run left. */
    public Segment build() {
        LabSweep.sweep(plan);
        own(() -> LabSweep.removeFiles(plan));
        LabSweep.claim(plan);
        final Namespace made = own(Namespace.create(plan.namespaceName(LabPlan.WIRE.name())));
        // A switch does not look into packets; a Linux bridge may, and drops the malformed ones before any node sees
        // them.
        made.run(SWITCH_LIMIT, "sh", "-c", NO_BRIDGE_FILTER).orThrow();
        wire = made;
        network = Switch.build(made, "br0", "to-");
        return this;
    }

    /**
     * Adds a machine with {@code eth0} on the bridge.
     *
     * @param name its short name
     * @param host last part of its IPv4 and of its IPv6 address
     */
    public void addStation(final String name, final int host) {
        final Station station = station(new LabPlan.Place(name, host));
        station.namespace()
                .ip("addr", "add", IPV6_SUBNET + host + "/64", "dev", Station.INTERFACE, "nodad")
                .orThrow();
        stations.put(name, station);
    }

    /** Lets a station hand on super-frames and partial checksums, which no wire could carry: for what is to be as fast as it can. */
    public void handOnOffloads(final String station) {
        network().handOn(station, named(station).namespace(), Station.INTERFACE);
    }

    /** Lets neither super-frames nor partial checksums cross a station's interface, which joins no segments either: as with the simplest network card. */
    public void withholdOffloads(final String station) {
        network().withhold(station, named(station).namespace(), Station.INTERFACE);
    }

    /** The IPv6 address of the segment that ends like an IPv4 address. */
    static String ipv6Address(final String ipv4) {
        return IPV6_SUBNET + ipv4.substring(ipv4.lastIndexOf('.') + 1);
    }

    /** A station as a client. */
    public Client client(final String station) {
        return new Client(named(station));
    }

    /** Fairlead on a station, not started yet; {@code yaml} is what its configuration has beside node and virtual router. */
    public FairleadPeer fairlead(final String station, final VrrpSettings settings, final String yaml) {
        return fairlead(station, FairleadPeer.virtualRouter(settings) + yaml);
    }

    /** Fairlead on a station, not started yet; {@code yaml} is what its configuration has beside the node. */
    public FairleadPeer fairlead(final String station, final String yaml) {
        return own(new FairleadPeer(named(station), plan, yaml));
    }

    /** keepalived on a station, not started yet. */
    public VrrpPeer keepalived(final String station, final VrrpSettings settings) {
        return own(new KeepalivedPeer(named(station), settings));
    }

    /** FRR's vrrpd on a station, not started yet. */
    public VrrpPeer frr(final String station, final VrrpSettings settings) {
        return own(new FrrPeer(named(station), settings));
    }

    private Station named(final String name) {
        final Station station = stations.get(name);
        if (station == null) {
            throw new LabException("no station " + name);
        }
        return station;
    }

    /** Starts to record what the station sends and receives. */
    public Capture capture(final String station) {
        return own(Capture.start(this, plan.directory(), network().port(station)));
    }

    /** What {@code eth0} of all stations is plugged into. */
    public Switch network() {
        if (network == null) {
            throw new LabException("the segment was not built");
        }
        return network;
    }

    /** What {@code eth1} of those is plugged into that have one. */
    public Switch secondNetwork() {
        if (secondNetwork == null) {
            secondNetwork = Switch.build(wire(), "br1", "to2-");
        }
        return secondNetwork;
    }

    /** Gives a station {@code eth1} on a second network, whose addresses end like those of the first. */
    public void addSecondInterface(final String station) {
        named(station).addSecondInterface(secondNetwork());
    }

    /** Takes {@code eth0} out of a station, as when a network card is removed. */
    public void removeInterface(final String station) {
        network().remove(station);
    }

    /** Puts an {@code eth0} with the same MAC address into a station again, without addresses. */
    public void restoreInterface(final String station) {
        final Station machine = named(station);
        network().connect(station, machine.namespace(), Station.INTERFACE, machine.mac());
    }

    Station station(final LabPlan.Place place) {
        final Namespace namespace = own(Namespace.create(plan.namespaceName(place.name())));
        network().plug(place.name(), namespace, Station.INTERFACE, place.mac());
        namespace
                .ip("addr", "add", place.address() + "/" + LabPlan.PREFIX_LENGTH, "dev", Station.INTERFACE)
                .orThrow();
        namespace.ip("link", "set", Station.INTERFACE, "up").orThrow();
        return new Station(place.name(), place.address(), place.mac(), namespace, directory(place.name()), ledger);
    }

    /** Starts a program on a station; it and whatever it has started end with the segment. */
    public LabProcess start(final String station, final String label, final String... command) {
        final LabProcess process = named(station).start(label, command);
        own(process::kill9Group);
        return process;
    }

    /** Starts a server of many slow downloads on a station; it ends with the segment. */
    public void serveStreams(final String station, final int port) {
        own(named(station).startJava("stream-server", StreamServerMain.class, Integer.toString(port)));
    }

    /** Starts a program on the switch itself. */
    LabProcess startOnSwitch(final String label, final Path log, final List<String> command) {
        return LabProcess.start(ledger, wire(), label, log, Map.of(), command);
    }

    private Namespace wire() {
        if (wire == null) {
            throw new LabException("the segment was not built");
        }
        return wire;
    }

    private Path directory(final String station) {
        try {
            return Files.createDirectories(plan.directory().resolve(station));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes charge of something that is to be closed with the segment. */
    synchronized <T extends AutoCloseable> T own(final T resource) {
        resources.push(resource);
        if (closed) {
            // Closed by another thread meanwhile: what was made since then goes too.
            closed = false;
            close();
            throw new LabException("the lab is closed");
        }
        return resource;
    }

    /** Leaves everything as it is when this process ends; {@link LabSweep#sweep} removes it. */
    public synchronized void keep() {
        LabSweep.release(plan);
        resources.clear();
        closed = true;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        // Another thread may be in the middle of a step (Ctrl-C): it must not start what nobody would end.
        ledger.close();
        LabException failure = null;
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (final Exception e) {
                if (failure == null) {
                    failure = new LabException("not everything of the lab could be removed", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
