package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.Takeover;
import io.fairlead.vrrp.TransitionCause;
import io.fairlead.vrrp.VirtualRouter;
import io.fairlead.vrrp.VirtualRouterConfig;
import io.fairlead.vrrp.VirtualRouterOutput;
import io.fairlead.vrrp.VirtualRouterState;
import io.fairlead.vrrp.VrrpLogLines;
import io.fairlead.vrrp.announce.ArpResponder;
import io.fairlead.vrrp.announce.GratuitousArpEncoder;
import io.fairlead.vrrp.auth.AdvertisementAuthenticator;
import io.fairlead.vrrp.wire.AdvertisementDecoder;
import io.fairlead.vrrp.wire.AdvertisementEncoder;
import java.util.Locale;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One virtual router at work: carries out what its state machine wants. Before it may announce itself, the owners of the clients are
 * collected, the data path has acknowledged a table that steers, and then only the kernel gets the VIP. Conductor only.
 */
final class RouterDriver implements VirtualRouterOutput {

    private static final Logger LOG = LoggerFactory.getLogger("vrrp");

    private final VirtualRouter router;
    private final EffectivePriority priority;
    private final VirtualRouterConfig config;
    private final Leg leg;
    private final Clock clock;
    private final Directorship directorship;
    private final AdvertisementAuthenticator authenticator;
    private final EpochNanoClock wallClock = SystemEpochNanoClock.INSTANCE;
    private final AdvertisementEncoder advertisements;
    private final GratuitousArpEncoder gratuitousArps;
    private final ArpResponder arpResponder;
    private final VrrpLogLines lines;

    private @Nullable Takeover preparing;
    private boolean isArmed;
    private boolean needsPriority;
    private long armedVersion;
    private String lastCause = "";

    /** The time of the conductor's duty cycle. */
    @FunctionalInterface
    interface Clock {
        long nowNs();
    }

    /** What being director means to the rest of the node. */
    interface Directorship {

        /** Nobody advertises: whoever was director takes no new clients until it is heard of. */
        void directorIsGone();

        /** Ask the other nodes for their clients; {@link RouterDriver#ownersCollected} is called when done. */
        void collectOwners(Takeover takeover);

        /** The steering is to be armed or disarmed, or the role has changed. Gives the version of the table that will carry it. */
        long changed();

        /** Has the data path taken this table over? */
        boolean isAcknowledged(long version);

        /** Does this node know all that a director who is still there knows? */
        boolean isInSync();
    }

    RouterDriver(final VirtualRouterConfig config, final Leg leg, final Clock clock, final Directorship directorship) {
        this.config = config;
        this.leg = leg;
        this.clock = clock;
        this.directorship = directorship;
        this.router = new VirtualRouter(config);
        this.priority = new EffectivePriority(config.priority());
        this.authenticator = AdvertisementAuthenticator.of(config.authentication());
        this.advertisements = new AdvertisementEncoder(config, leg.mac(), authenticator);
        this.gratuitousArps = new GratuitousArpEncoder(leg.mac());
        this.arpResponder = new ArpResponder(config, leg.mac());
        this.lines = new VrrpLogLines(config.vrid());
    }

    VirtualRouterConfig config() {
        return config;
    }

    VirtualRouterState state() {
        return router.state();
    }

    @Nullable
    IpAddress masterAddress() {
        return router.masterAddress();
    }

    String lastCause() {
        return lastCause;
    }

    boolean isDirector() {
        return router.state() == VirtualRouterState.MASTER;
    }

    boolean isArmed() {
        return isArmed;
    }

    boolean holdsVips() {
        return config.addresses().stream().allMatch(address -> leg.vips().holds(address));
    }

    void start() {
        router.start(clock.nowNs(), this);
    }

    void stop() {
        router.stop(clock.nowNs(), this);
    }

    void poll() {
        if (needsPriority) {
            // not from within the router: what an administrator wants may depend on whether it is master
            needsPriority = false;
            applyPriority();
        }
        router.poll(clock.nowNs(), this);
        final Takeover takeover = preparing;
        if (takeover != null
                && isArmed
                && directorship.isAcknowledged(armedVersion)
                && (takeover.urgency() == Takeover.Urgency.NOBODY_IS_MASTER || directorship.isInSync())) {
            router.takeoverPrepared(takeover.id(), clock.nowNs(), this);
        }
    }

    long nextDeadlineNs() {
        return router.nextDeadlineNs();
    }

    /** An advertisement for this virtual router, still in its buffer. */
    AdvertisementVerdict onAdvertisement(final AdvertisementDecoder received) {
        final AdvertisementVerdict verdict = received.verify(authenticator, wallClock.nanoTime());
        return verdict.isAccepted() ? router.onAdvertisement(received.advertisement(), clock.nowNs(), this) : verdict;
    }

    int effectivePriority() {
        return router.effectivePriority();
    }

    boolean isInMaintenance() {
        return priority.isInMaintenance();
    }

    boolean isRaised() {
        return priority.isRaised();
    }

    void maintenance(final boolean on) {
        priority.maintenance(on);
        applyPriority();
    }

    void raiseAbove(final int others) {
        priority.raiseAbove(others);
        applyPriority();
    }

    void lower() {
        priority.lower();
        applyPriority();
    }

    /** Relieves the living director as planned; if there is none, or one of higher priority, the timers decide as ever. */
    void takeOver(final TransitionCause cause) {
        router.takeOver(cause, clock.nowNs(), this);
    }

    private void applyPriority() {
        router.priorityChanged(priority.value(isDirector()), clock.nowNs(), this);
        directorship.changed();
    }

    /** Answers an ARP request for a VIP; true if it did. */
    boolean onArp(final ArpPacket packet) {
        final int length =
                arpResponder.respond(router.state(), packet, leg.sender().frame(), 0);
        if (length > 0) {
            leg.sender().send(length);
        }
        return length > 0;
    }

    /** The owners of the clients are known as far as they can be. */
    void ownersCollected() {
        if (preparing != null && !isArmed) {
            arm();
        }
    }

    private void arm() {
        isArmed = true;
        armedVersion = directorship.changed();
    }

    @Override
    public void prepareTakeover(final Takeover takeover) {
        preparing = takeover;
        // also when it dies while it is being preempted
        if (takeover.urgency() == Takeover.Urgency.NOBODY_IS_MASTER) {
            directorship.directorIsGone();
        }
        if (!isArmed) {
            directorship.collectOwners(takeover);
        }
    }

    @Override
    public void takeoverCancelled(final Takeover takeover, final TransitionCause cause) {
        preparing = null;
    }

    @Override
    public void stateChanged(
            final VirtualRouterState before, final VirtualRouterState after, final TransitionCause cause) {
        lastCause = cause.text();
        LOG.info(
                "(VI_{}) state={} previous={}: {}",
                config.vrid(),
                after.name().toLowerCase(Locale.ROOT),
                before.name().toLowerCase(Locale.ROOT),
                cause.text());
        if (after == VirtualRouterState.MASTER) {
            preparing = null;
            LOG.info("{}", lines.settingVips());
            for (final IpAddress address : config.addresses()) {
                leg.vips().hold(address, clock.nowNs());
            }
            // also when the preparation ran out of time
            arm();
        } else {
            directorship.changed();
        }
        needsPriority = true;
    }

    @Override
    public void disarm() {
        isArmed = false;
        if (holdsVips()) {
            LOG.info("{}", lines.removingVips());
        }
        for (final IpAddress address : config.addresses()) {
            leg.vips().release(address);
        }
        directorship.changed();
    }

    @Override
    public void sendAdvertisement(final int priority) {
        leg.sender()
                .send(advertisements.encode(
                        priority, wallClock.nanoTime(), leg.sender().frame(), 0));
    }

    @Override
    public void announceAddresses(final int times) {
        for (final IpAddress address : config.addresses()) {
            LOG.info("{}", lines.sendingGratuitousArps(leg.interfaceName(), address));
            for (int i = 0; i < times; i++) {
                leg.sender().send(gratuitousArps.encode(address, leg.sender().frame(), 0));
            }
        }
    }

    @Override
    public void log(final String line) {
        LOG.info("{}", line);
    }
}
