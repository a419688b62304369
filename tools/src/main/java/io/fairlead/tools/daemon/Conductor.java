package io.fairlead.tools.daemon;

import io.fairlead.health.HealthVerdict;
import io.fairlead.lb.report.RedirectHealth;
import io.fairlead.lb.report.Role;
import io.fairlead.lb.steering.SteeringShards;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.engine.DutyAgent;
import io.fairlead.netstack.ring.ControlRing;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.config.TrackTarget;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.Takeover;
import io.fairlead.vrrp.wire.AdvertisementDecoder;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns every protocol machine of the node. One duty cycle: read the clock, take commands, take what the data path copied and noted,
 * then let each machine do what is due, and publish one table if anything changed. What was received is handed in before time is told,
 * so that an advertisement that waited in a queue counts as heard.
 *
 * <p>Other threads reach it through the command queue alone.
 */
final class Conductor implements DutyAgent, RouterDriver.Directorship {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    /** Type of the control frames that came in by the first leg; the others' follow. */
    static final int FIRST_LEG = 1;

    private static final String HEALTH_TRACK = new TrackTarget.Health().name();

    private static final int COMMANDS_PER_CYCLE = 64;
    private static final int FRAMES_PER_CYCLE = 256;
    private static final int EVENTS_PER_CYCLE = 1024;

    private final NanoClock clock;
    private final Queue<Runnable> commands;
    private final List<ControlRing> frames;
    private final SteeringShards dataPaths;
    private final ClusterLink cluster;
    private final TablePublisher tables;
    private final List<Leg> legs;
    private final OwnState own;
    private final LoadSampler loadSampler;
    private final VirtualRouters routers;
    private final Switchover switchover;
    private final Drains drains;
    private final WireWatcher watcher;
    private final CounterSet<AdvertisementVerdict> advertisementVerdicts;
    private final AtomicCounter framesUnknown;
    private final AtomicCounter addressesAnswered;
    private final AtomicCounter attachmentsLost;
    private final AtomicCounter attachmentsRenewed;
    private final AtomicCounter attachmentsMended;

    private final MessageHandler onFrame = this::onFrame;
    private final AdvertisementDecoder advertisements = new AdvertisementDecoder();
    private final EthernetFrame ethernet = new EthernetFrame();
    private final Ipv4Packet ipv4 = new Ipv4Packet();
    private final Ipv6Packet ipv6 = new Ipv6Packet();
    private final CycleTime time;
    private Consumer<Boolean> onDrained = on -> {};
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
            final List<ControlRing> frames,
            final SteeringShards dataPaths,
            final ClusterLink cluster,
            final TablePublisher tables,
            final List<Leg> legs,
            final OwnState own,
            final LoadSampler loadSampler,
            final CounterSet<AdvertisementVerdict> advertisementVerdicts,
            final CounterSet<ConductorCounter> counters,
            final Function<RouterDriver.Directorship, VirtualRouters> makeRouters) {
        this.clock = clock;
        this.time = time;
        this.commands = commands;
        this.frames = List.copyOf(frames);
        this.dataPaths = dataPaths;
        this.cluster = cluster;
        this.tables = tables;
        this.legs = legs;
        this.own = own;
        this.loadSampler = loadSampler;
        this.advertisementVerdicts = advertisementVerdicts;
        this.framesUnknown = counters.get(ConductorCounter.DROP_CONDUCTOR_UNKNOWN);
        this.addressesAnswered = counters.get(ConductorCounter.ADDRESSES_ANSWERED);
        this.attachmentsLost = counters.get(ConductorCounter.ATTACHMENTS_LOST);
        this.attachmentsRenewed = counters.get(ConductorCounter.ATTACHMENTS_RENEWED);
        this.attachmentsMended = counters.get(ConductorCounter.ATTACHMENTS_MENDED);
        routers = makeRouters.apply(this);
        switchover = new Switchover(identity, cluster.membership(), routers, own, cluster::broadcast);
        cluster.onHandover(switchover::onHandover);
        drains = new Drains(
                identity,
                cluster.membership(),
                own,
                cluster.eligibility(),
                this::takesClients,
                cluster::broadcast,
                this::ownDrained);
        cluster.onDrain(drains::onOrder);
        watcher = new WireWatcher(routers, legs.get(0), cluster.membership(), time);
        cluster.neighbors().onContradiction(watcher::onNodeClaim);
    }

    @Override
    public int doWork() {
        time.nowNs = clock.nanoTime();
        if (!isStarted) {
            isStarted = true;
            routers.start();
        }
        int work = runCommands();
        for (int thread = 0; thread < frames.size(); thread++) {
            work += frames.get(thread).poll(onFrame, FRAMES_PER_CYCLE);
        }
        work += dataPaths.poll(cluster, EVENTS_PER_CYCLE);
        routers.poll();
        legs.forEach(leg -> leg.poll(time.nowNs));
        if (loadSampler.isDue(time.nowNs)) {
            own.load(loadSampler.sample(time.nowNs));
            own.virtualRouters(routers.views());
            watcher.onCluster();
            tables.loadReported(cluster.ownId());
            cluster.update(own.report(time.nowNs));
        }
        cluster.poll();
        watcher.poll();
        publishTable();
        return work;
    }

    private void publishTable() {
        if (tables.hasChanged()) {
            tables.publish(cluster.membership(), isArmed(), cluster.isAcquainted(), longestPauseNs(), time.nowNs);
        }
        tables.wakeDataPath();
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
        long deadlineNs =
                Math.min(watcher.nextDeadlineNs(), Math.min(cluster.nextDeadlineNs(), loadSampler.nextDeadlineNs()));
        for (final Leg leg : legs) {
            deadlineNs = Math.min(deadlineNs, leg.nextDeadlineNs());
        }
        return Math.min(deadlineNs, routers.nextDeadlineNs());
    }

    private void onFrame(final int type, final MutableDirectBuffer buffer, final int index, final int length) {
        final Leg leg = legs.get(type - FIRST_LEG);
        ethernet.wrap(buffer, index, length);
        switch (ethernet.isValid() ? ethernet.etherType() : 0) {
            case EtherType.ARP -> onAddressClaim(leg, buffer, index, length);
            case EtherType.IPV4 -> onIpv4(leg, buffer, index, length);
            case EtherType.IPV6 -> onIpv6(leg, buffer, index, length);
            default -> framesUnknown.incrementRelease();
        }
    }

    private void onIpv4(final Leg leg, final MutableDirectBuffer buffer, final int index, final int length) {
        ipv4.wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
        switch (ipv4.isValid() ? ipv4.protocol() : 0) {
            case IpProtocol.VRRP -> onAdvertisement(leg, buffer, index, length);
            case IpProtocol.LOAD_REPORT -> cluster.onFrame(buffer, index, length);
            default -> framesUnknown.incrementRelease();
        }
    }

    private void onIpv6(final Leg leg, final MutableDirectBuffer buffer, final int index, final int length) {
        ipv6.wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
        switch (ipv6.isValid() ? ipv6.upperLayerProtocol() : 0) {
            case IpProtocol.VRRP -> onAdvertisement(leg, buffer, index, length);
            case IpProtocol.ICMPV6 -> onAddressClaim(leg, buffer, index, length);
            default -> framesUnknown.incrementRelease();
        }
    }

    private void onAddressClaim(final Leg leg, final MutableDirectBuffer buffer, final int index, final int length) {
        watcher.onAddressFrame(leg, buffer, index, length);
        if (routers.onAddressClaim(leg, buffer, index, length)) {
            addressesAnswered.incrementRelease();
        }
    }

    private void onAdvertisement(final Leg leg, final MutableDirectBuffer buffer, final int index, final int length) {
        final AdvertisementVerdict decoded = advertisements.decode(buffer, index, length);
        AdvertisementVerdict verdict = decoded;
        if (decoded == AdvertisementVerdict.OK) {
            verdict = routers.onAdvertisement(leg, advertisements);
            watcher.onAdvertisement(leg, advertisements.advertisement(), verdict);
        }
        advertisementVerdicts.get(verdict).incrementRelease();
    }

    private boolean isArmed() {
        return routers.isAnyOf(legs.get(0), RouterDriver::isArmed);
    }

    private long longestPauseNs() {
        return routers.longestPauseNs(legs.get(0));
    }

    // what the virtual routers want

    @Override
    public void directorIsGone() {
        cluster.directorIsGone();
    }

    @Override
    public void collectOwners(final Takeover takeover, final RouterDriver asker) {
        cluster.collectOwners(takeover.deadlineNs(), routers::ownersCollected);
    }

    @Override
    public long changed() {
        tables.markChanged();
        final boolean isDirector = routers.isAnyOf(legs.get(0), RouterDriver::isDirector);
        final int priority = routers.priority();
        own.virtualRouters(routers.views());
        if (isDirector != (own.role() == Role.DIRECTOR)) {
            LOG.info(
                    "set lbnetwork {} connections to the scanning nodes",
                    isDirector ? "1: this node steers" : "0: this node does not steer");
        }
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
    public String missing() {
        return cluster.missing();
    }

    // what other threads ask for, by command

    /** The configuration has changed in what can be changed while the node runs. */
    void reconfigure(final NodeConfig config) {
        for (final Reconfigurable part : List.of(own, cluster.eligibility(), cluster.heavySources(), tables, routers)) {
            part.reconfigure(config);
        }
        cluster.update(own.report(time.nowNs));
    }

    void track(final String name, final boolean isUp, final String why) {
        routers.onTrack(name, isUp, why);
    }

    /** Frames do not pass through an interface any more, or pass again. */
    void attachment(final String interfaceName, final boolean isUp, final String why) {
        (isUp ? attachmentsRenewed : attachmentsLost).incrementRelease();
        track(new TrackTarget.Attachment(interfaceName).name(), isUp, why);
    }

    void attachmentMended() {
        attachmentsMended.incrementRelease();
    }

    void health(final HealthVerdict verdict, final List<RedirectHealth> redirects) {
        own.health(verdict, redirects);
        routers.onTrack(HEALTH_TRACK, verdict.healthy(), String.join("; ", verdict.describe(time.nowNs)));
        tables.markChanged();
        cluster.update(own.report(time.nowNs));
    }

    String failover(final @Nullable String node) throws RefusedException {
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

    boolean drain(final String node, final boolean on) throws RefusedException {
        return drains.drain(node, on);
    }

    /** The node was drained when its daemon ended. */
    void stayDrained() {
        own.drained(true);
        ownDrained(true);
    }

    /** Who keeps it over a restart of the daemon whether this node is drained. */
    void onDrained(final Consumer<Boolean> keeper) {
        onDrained = keeper;
    }

    private void ownDrained(final boolean on) {
        tables.markChanged();
        cluster.update(own.report(time.nowNs));
        onDrained.accept(on);
    }

    WireWatcher watcher() {
        return watcher;
    }

    boolean isInMaintenance() {
        return switchover.isInMaintenance();
    }

    /** Resigns and says goodbye; the data path goes on until the engine is closed. */
    void stop() {
        routers.stop();
        cluster.stop();
        publishTable();
    }

    VirtualRouters routers() {
        return routers;
    }

    ClusterLink cluster() {
        return cluster;
    }

    /** May this node be given new clients? */
    boolean takesClients() {
        return cluster.eligibility().isEligible(own.report(nowNs()));
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
