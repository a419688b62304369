package io.fairlead.tools.daemon;

import io.fairlead.health.HealthVerdict;
import io.fairlead.lb.report.RedirectHealth;
import io.fairlead.lb.report.Role;
import io.fairlead.lb.steering.SteeringEvents;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.engine.DutyAgent;
import io.fairlead.netstack.ring.ControlRing;
import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.vrrp.Advertisement;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.Takeover;
import io.fairlead.vrrp.wire.AdvertisementDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;
import org.jspecify.annotations.Nullable;

/**
 * Owns every protocol machine of the node. One duty cycle: read the clock, take commands, take what the data path copied and noted,
 * then let each machine do what is due, and publish one table if anything changed. What was received is handed in before time is told,
 * so that an advertisement that waited in a queue counts as heard.
 *
 * <p>Other threads reach it through the command queue alone.
 */
final class Conductor implements DutyAgent, RouterDriver.Directorship {

    /** Type of the control frames that came in by the first leg; the others' follow. */
    static final int FIRST_LEG = 1;

    private static final int COMMANDS_PER_CYCLE = 64;
    private static final int FRAMES_PER_CYCLE = 256;
    private static final int EVENTS_PER_CYCLE = 1024;

    private final NanoClock clock;
    private final Queue<Runnable> commands;
    private final ControlRing frames;
    private final SteeringEvents events;
    private final ClusterLink cluster;
    private final TablePublisher tables;
    private final List<Leg> legs;
    private final OwnState own;
    private final LoadSampler loadSampler;
    private final List<RouterDriver> routers = new ArrayList<>();
    private final Switchover switchover;
    private final CounterSet<AdvertisementVerdict> advertisementVerdicts;
    private final AtomicCounter framesUnknown;
    private final AtomicCounter arpAnswered;

    private final MessageHandler onFrame = this::onFrame;
    private final AdvertisementDecoder advertisements = new AdvertisementDecoder();
    private final EthernetFrame ethernet = new EthernetFrame();
    private final Ipv4Packet ip = new Ipv4Packet();
    private final ArpPacket arp = new ArpPacket();
    private final CycleTime time;
    private boolean isStarted;

    /** The time of the duty cycle, shared with the machines that are made before the conductor. */
    static final class CycleTime implements RouterDriver.Clock {

        private long nowNs;

        CycleTime(final long nowNs) {
            this.nowNs = nowNs;
        }

        @Override
        public long nowNs() {
            return nowNs;
        }
    }

    Conductor(
            final NodeIdentity identity,
            final NanoClock clock,
            final CycleTime time,
            final Queue<Runnable> commands,
            final ControlRing frames,
            final SteeringEvents events,
            final ClusterLink cluster,
            final TablePublisher tables,
            final List<Leg> legs,
            final OwnState own,
            final LoadSampler loadSampler,
            final CounterSet<AdvertisementVerdict> advertisementVerdicts,
            final CounterSet<ConductorCounter> counters,
            final Function<RouterDriver.Directorship, List<RouterDriver>> makeRouters) {
        this.clock = clock;
        this.time = time;
        this.commands = commands;
        this.frames = frames;
        this.events = events;
        this.cluster = cluster;
        this.tables = tables;
        this.legs = legs;
        this.own = own;
        this.loadSampler = loadSampler;
        this.advertisementVerdicts = advertisementVerdicts;
        this.framesUnknown = counters.get(ConductorCounter.DROP_CONDUCTOR_UNKNOWN);
        this.arpAnswered = counters.get(ConductorCounter.ARP_ANSWERED);
        routers.addAll(makeRouters.apply(this));
        switchover = new Switchover(identity, cluster.membership(), routers, own, cluster::broadcast);
        cluster.onHandover(switchover::onHandover);
    }

    @Override
    public int doWork() {
        time.nowNs = clock.nanoTime();
        if (!isStarted) {
            isStarted = true;
            routers.forEach(RouterDriver::start);
        }
        int work = runCommands();
        work += frames.poll(onFrame, FRAMES_PER_CYCLE);
        work += events.poll(cluster, EVENTS_PER_CYCLE);
        for (final RouterDriver router : routers) {
            router.poll();
        }
        legs.forEach(leg -> leg.vips().poll(time.nowNs));
        if (loadSampler.isDue(time.nowNs)) {
            own.load(loadSampler.sample(time.nowNs));
            tables.loadReported(cluster.ownId());
            cluster.update(own.report(time.nowNs));
        }
        cluster.poll();
        tables.publish(cluster.membership(), isArmed(), longestPauseNs());
        return work;
    }

    private int runCommands() {
        int run = 0;
        while (run < COMMANDS_PER_CYCLE) {
            final Runnable command = commands.poll();
            if (command == null) {
                break;
            }
            command.run();
            run++;
        }
        return run;
    }

    @Override
    public long nextDeadlineNs() {
        long deadlineNs = Math.min(cluster.nextDeadlineNs(), loadSampler.nextDeadlineNs());
        for (final Leg leg : legs) {
            deadlineNs = Math.min(deadlineNs, leg.vips().nextDeadlineNs());
        }
        for (final RouterDriver router : routers) {
            deadlineNs = Math.min(deadlineNs, router.nextDeadlineNs());
        }
        return deadlineNs;
    }

    private void onFrame(final int type, final MutableDirectBuffer buffer, final int index, final int length) {
        ethernet.wrap(buffer, index, length);
        if (ethernet.isValid() && ethernet.etherType() == EtherType.ARP) {
            onArp(buffer);
        } else if (ethernet.isValid() && ethernet.etherType() == EtherType.IPV4) {
            ip.wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
            switch (ip.isValid() ? ip.protocol() : 0) {
                case IpProtocol.VRRP -> onAdvertisement(buffer, index, length);
                case IpProtocol.LOAD_REPORT -> cluster.onFrame(buffer, index, length);
                default -> framesUnknown.incrementRelease();
            }
        } else {
            framesUnknown.incrementRelease();
        }
    }

    private void onArp(final MutableDirectBuffer buffer) {
        arp.wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
        for (final RouterDriver router : routers) {
            if (arp.isValid() && router.onArp(arp)) {
                arpAnswered.incrementRelease();
                return;
            }
        }
    }

    private void onAdvertisement(final MutableDirectBuffer buffer, final int index, final int length) {
        AdvertisementVerdict verdict = advertisements.decode(buffer, index, length);
        if (verdict == AdvertisementVerdict.OK) {
            verdict = AdvertisementVerdict.UNKNOWN_VRID;
            for (final RouterDriver router : routers) {
                if (isFor(router, advertisements.advertisement())) {
                    verdict = router.onAdvertisement(advertisements);
                }
            }
        }
        advertisementVerdicts.get(verdict).incrementRelease();
    }

    /** A VRID may be used once in each family. */
    private static boolean isFor(final RouterDriver router, final Advertisement advertisement) {
        return router.config().vrid() == advertisement.vrid()
                && router.config().isIpv6() == advertisement.source().isIpv6();
    }

    private boolean isArmed() {
        return routers.stream().anyMatch(RouterDriver::isArmed);
    }

    /** The others' timers began with the last advertisement, which may be an interval older than the pause. */
    private long longestPauseNs() {
        return routers.stream()
                .filter(RouterDriver::isArmed)
                .mapToLong(router ->
                        router.config().masterDownIntervalNs() - router.config().advertisementIntervalNs())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    // what the virtual routers want

    @Override
    public void directorIsGone() {
        cluster.directorIsGone();
    }

    @Override
    public void collectOwners(final Takeover takeover) {
        cluster.collectOwners(takeover.deadlineNs(), () -> routers.forEach(RouterDriver::ownersCollected));
    }

    @Override
    public long changed() {
        tables.markChanged();
        final boolean isDirector = routers.stream().anyMatch(RouterDriver::isDirector);
        final int priority =
                routers.stream().mapToInt(RouterDriver::effectivePriority).max().orElse(0);
        if (isDirector != (own.role() == Role.DIRECTOR) || priority != own.priority()) {
            own.priority(priority);
            own.director(isDirector);
            cluster.update(own.report(time.nowNs));
        }
        return tables.nextVersion();
    }

    @Override
    public boolean isAcknowledged(final long version) {
        return tables.isAcknowledged(version);
    }

    @Override
    public boolean isInSync() {
        return cluster.isInSync();
    }

    // what other threads ask for, by command

    void health(final HealthVerdict verdict, final List<RedirectHealth> redirects) {
        own.health(verdict, redirects);
        tables.markChanged();
        cluster.update(own.report(time.nowNs));
    }

    String failover(final @Nullable String node) throws Switchover.RefusedException {
        return switchover.failover(node);
    }

    void back() {
        switchover.back();
    }

    Optional<String> maintenance(final boolean on) {
        final Optional<String> successor = switchover.maintenance(on);
        tables.markChanged();
        cluster.update(own.report(time.nowNs));
        return successor;
    }

    boolean isInMaintenance() {
        return switchover.isInMaintenance();
    }

    /** Resigns and says goodbye; the data path goes on until the engine is closed. */
    void stop() {
        routers.forEach(RouterDriver::stop);
        cluster.stop();
        tables.publish(cluster.membership(), isArmed(), longestPauseNs());
    }

    List<RouterDriver> routers() {
        return routers;
    }

    ClusterLink cluster() {
        return cluster;
    }

    OwnState own() {
        return own;
    }

    long nowNs() {
        return time.nowNs;
    }

    @Override
    public String roleName() {
        return "conductor";
    }
}
