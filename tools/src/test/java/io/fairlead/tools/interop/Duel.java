package io.fairlead.tools.interop;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Capture;
import io.fairlead.tools.lab.CapturedAdvertisement;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Launcher;
import io.fairlead.tools.lab.Pinger;
import io.fairlead.tools.lab.Segment;
import io.fairlead.tools.lab.Tshark;
import io.fairlead.tools.lab.VrrpPeer;
import io.fairlead.tools.lab.VrrpSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A node of ours, a rival and a client, alone on a segment of their own; what our node sends and receives is recorded. */
final class Duel implements AutoCloseable {
    private static final String OURS = "ours";
    private static final String THEIRS = "theirs";
    private static final String CLIENT = "client";
    private static final int CLIENT_HOST = 11;
    private static final Duration PING_INTERVAL = Duration.ofMillis(10);
    // Long enough for every timer of every flavour on a busy machine; what has to be quicker is measured on the wire.
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Segment segment;
    private final VrrpSettings ourSettings;
    private final VrrpSettings theirSettings;
    private final VrrpPeer ours;
    private final VrrpPeer theirs;
    private final Client client;
    private final Capture capture;

    private Duel(final Segment segment, final Contest contest, final Side us, final Side them) {
        this.segment = segment;
        segment.addStation(OURS, us.host());
        segment.addStation(THEIRS, them.host());
        segment.addStation(CLIENT, CLIENT_HOST);
        ourSettings = contest.flavour().settings(us, them);
        theirSettings = contest.flavour().settings(them, us);
        ours = segment.fairlead(OURS, ourSettings, "cluster:\n  nodes: [" + us.address() + "]\n");
        theirs = contest.rival().on(segment, THEIRS, theirSettings);
        client = segment.client(CLIENT);
        capture = segment.capture(OURS);
    }

    static Duel open(final Contest contest, final Side us, final Side them) {
        final String name = "fairlead-interop" + NUMBER.incrementAndGet();
        final Segment segment = Segment.open(new LabPlan(name, Path.of("/run", name), Launcher.find()));
        try {
            return new Duel(segment, contest, us, them);
        } catch (final RuntimeException e) {
            segment.close();
            throw e;
        }
    }

    VrrpPeer ours() {
        return ours;
    }

    VrrpPeer theirs() {
        return theirs;
    }

    VrrpSettings ourSettings() {
        return ourSettings;
    }

    VrrpSettings theirSettings() {
        return theirSettings;
    }

    /** Waits until this side alone is master and the client's packets reach it. */
    void awaitMaster(final VrrpPeer master) {
        final VrrpPeer other = master == ours ? theirs : ours;
        await(master.name() + " master", () -> master.isMaster() && !other.isMaster());
        await(
                "the client's neighbour is " + master.name(),
                () -> client.pings(virtualIp())
                        && client.neighbourMac(virtualIp()).equals(master.virtualIpMac()));
    }

    void awaitBackup(final VrrpPeer backup) {
        await(backup.name() + " backup", backup::isBackup);
    }

    /** Waits until both sides are master, which only two that do not hear each other should be. */
    void awaitTwoMasters() {
        await("two masters", () -> ours.isMaster() && theirs.isMaster());
    }

    private void await(final String what, final BooleanSupplier condition) {
        try {
            Await.until(what, LIMIT, condition);
        } catch (final LabException e) {
            throw new LabException(e.getMessage() + logs(), e);
        }
    }

    /** What both sides have to say, for the message of a failure. */
    String logs() {
        return "\n--- ours\n" + ours.logText() + "\n--- theirs\n" + theirs.logText();
    }

    private String virtualIp() {
        return ourSettings.clientIp();
    }

    /** From now on the two do not hear each other, while the client hears both. */
    void separate() {
        segment.network().separate(OURS, THEIRS);
    }

    void join() {
        segment.network().join(OURS, THEIRS);
    }

    /** Pings the virtual IP from now on. */
    Pinger ping() {
        return client.ping(virtualIp(), PING_INTERVAL);
    }

    /** What Wireshark finds wrong with what our node has sent so far. */
    List<String> complaints() {
        return wire().complaints(ours.virtualIpMac());
    }

    /** How many times our node has told all others, unasked, whom the virtual IPs belong to. */
    int announcements() {
        return wire().announcements(ours.virtualIpMac());
    }

    /** The last advertisement of a side so far. */
    CapturedAdvertisement lastOf(final VrrpPeer side) {
        return advertisementsOf(side, Long.MIN_VALUE)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** How long after this one the other side sent its first. */
    Duration untilFirstOf(final VrrpPeer side, final CapturedAdvertisement after) {
        return Duration.ofNanos(advertisementsOf(side, after.epochNs())
                        .findFirst()
                        .orElseThrow()
                        .epochNs()
                - after.epochNs());
    }

    /** Those that a side sent after a time, at least one: what is on the wire is in the capture a little later. */
    private Stream<CapturedAdvertisement> advertisementsOf(final VrrpPeer side, final long afterNs) {
        final List<CapturedAdvertisement> found = new ArrayList<>();
        await("advertisement of " + side.name(), () -> {
            wire().advertisements().stream()
                    .filter(advertisement -> advertisement.mac().equals(side.virtualIpMac()))
                    .filter(advertisement -> advertisement.epochNs() > afterNs)
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return found.stream();
    }

    private Tshark wire() {
        return new Tshark(capture.file());
    }

    @Override
    public void close() {
        segment.close();
    }
}
