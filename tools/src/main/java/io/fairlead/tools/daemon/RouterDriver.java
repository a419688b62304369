package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tools.events.EventKind;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.Takeover;
import io.fairlead.vrrp.TransitionCause;
import io.fairlead.vrrp.VirtualRouter;
import io.fairlead.vrrp.VirtualRouterConfig;
import io.fairlead.vrrp.VirtualRouterOutput;
import io.fairlead.vrrp.VirtualRouterState;
import io.fairlead.vrrp.VrrpLogLines;
import io.fairlead.vrrp.auth.AdvertisementAuthenticator;
import io.fairlead.vrrp.wire.AdvertisementDecoder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One virtual router at work: carries out what its state machine wants. Before it may announce itself, the owners of the clients are
 * collected, the data path has acknowledged a table that steers, and then only the kernel gets the VIP. Conductor only.
 */
final class RouterDriver implements VirtualRouterOutput {

    private static final Logger LOG = LoggerFactory.getLogger("vrrp");

    private final ColdStartGate gate;
    private final VirtualRouter router;
    private final VirtualRouterConfig config;
    private final Leg leg;
    private final Clock clock;
    private final EpochNanoClock wallClock;
    private final Directorship directorship;
    private final AdvertisementAuthenticator authenticator;
    private final AdvertisementSender advertisements;
    private final AddressVoice voice;
    private final VrrpLogLines lines;

    private @Nullable Takeover preparing;
    private boolean areOwnersKnown;
    private boolean isArmed;
    private long armedVersion;
    private String lastCause = "";
    private long announcedWaitId;
    private String takenOverWithout = "";

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
        void collectOwners(Takeover takeover, RouterDriver asker);

        /** The steering is to be armed or disarmed, or the role has changed. Gives the version of the table that will carry it. */
        long changed();

        /** Has the data path taken this table over? */
        boolean isAcknowledged(long version);

        /** What a director who is still there knows and this node was not told yet, in words; empty if nothing. */
        String missing();
    }

    RouterDriver(
            final VirtualRouterConfig config,
            final Leg leg,
            final Clock clock,
            final EpochNanoClock wallClock,
            final Directorship directorship,
            final ColdStartGate gate) {
        this.config = config;
        this.leg = leg;
        this.clock = clock;
        this.wallClock = wallClock;
        this.directorship = directorship;
        this.gate = gate;
        this.router = new VirtualRouter(config, gate);
        this.authenticator = AdvertisementAuthenticator.of(config.authentication());
        this.advertisements = new AdvertisementSender(config, leg, authenticator, wallClock);
        this.voice = AddressVoice.of(config, leg);
        this.lines = new VrrpLogLines(config.vrid());
    }

    VirtualRouterConfig config() {
        return config;
    }

    VirtualRouter router() {
        return router;
    }

    Leg leg() {
        return leg;
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
        return config.addresses().stream().allMatch(leg.vips()::holds);
    }

    /** Does what is due. */
    void poll() {
        advertisements.findPeers(clock.nowNs());
        router.poll(clock.nowNs(), this);
        final Takeover takeover = preparing;
        if (takeover != null && areOwnersKnown && isArmed && directorship.isAcknowledged(armedVersion)) {
            final String missing = missing(takeover);
            if (missing.isEmpty()) {
                router.takeoverPrepared(takeover.id(), clock.nowNs(), this);
            } else if (takeover.id() != announcedWaitId) {
                announcedWaitId = takeover.id();
                LOG.info("(VI_{}) {}", config.vrid(), waiting(takeover, missing));
            }
        }
    }

    /** Whoever is to be preempted or relieved goes on meanwhile, so there is time. */
    private String missing(final Takeover takeover) {
        return takeover.urgency() == Takeover.Urgency.NOBODY_IS_MASTER ? "" : directorship.missing();
    }

    private String waiting(final Takeover takeover, final String missing) {
        final long leftMs = Math.max(0, TimeUnit.NANOSECONDS.toMillis(takeover.deadlineNs() - clock.nowNs()));
        return String.format(
                Locale.ROOT,
                "takes over when the director has told all its %s, in %.1f s at the latest",
                missing,
                leftMs / 1000.0);
    }

    /** For status: what a takeover waits for, or had to do without. */
    List<String> notes() {
        final Takeover takeover = preparing;
        final String missing = takeover == null ? "" : missing(takeover);
        if (takeover != null && !missing.isEmpty()) {
            return List.of(waiting(takeover, missing));
        }
        return takenOverWithout.isEmpty() ? List.of() : List.of(tookOver());
    }

    private String tookOver() {
        return "took over before the last director had told all its " + takenOverWithout
                + ": what is missing is asked for when a client's frame comes";
    }

    long nextDeadlineNs() {
        return router.nextDeadlineNs();
    }

    /** An advertisement for this virtual router, still in its buffer. */
    AdvertisementVerdict onAdvertisement(final AdvertisementDecoder received) {
        final AdvertisementVerdict authenticity = received.verify(authenticator, wallClock.nanoTime());
        if (!authenticity.isAccepted()) {
            return authenticity;
        }
        final AdvertisementVerdict verdict = router.onAdvertisement(received.advertisement(), clock.nowNs(), this);
        if (verdict.isAccepted()) {
            gate.masterHeard();
        }
        return verdict;
    }

    /** A frame that asks or tells about an address; true if it was answered. */
    boolean onAddressClaim(final MutableDirectBuffer buffer, final int index, final int length) {
        return voice.answer(router.state(), buffer, index, length);
    }

    /** Others are told of the priority too. */
    void priorityChanged() {
        directorship.changed();
    }

    /** The owners of the clients are known as far as they can be. */
    void ownersCollected() {
        if (preparing != null) {
            areOwnersKnown = true;
            if (!isArmed) {
                arm();
            }
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
            // while the others are asked: no client's frame comes here before the announcement
            if (!isArmed) {
                arm();
            }
        }
        if (!areOwnersKnown) {
            directorship.collectOwners(takeover, this);
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
        EventKind.VRRP_STATE
                .log()
                .addKeyValue("router", config.vrid())
                .addKeyValue("interface", leg.interfaceName())
                .addKeyValue("from", StatusWords.of(before))
                .addKeyValue("to", StatusWords.of(after))
                .addKeyValue("cause", cause.text())
                .log("(VI_{}) {} → {}: {}", config.vrid(), StatusWords.of(before), StatusWords.of(after), cause.text());
        takenOverWithout = "";
        if (after == VirtualRouterState.MASTER) {
            if (preparing != null) {
                takenOverWithout = missing(preparing);
            }
            if (!takenOverWithout.isEmpty()) {
                LOG.warn("(VI_{}) {}", config.vrid(), tookOver());
            }
            preparing = null;
            areOwnersKnown = false;
            LOG.info("{}", lines.settingVips());
            for (final IpAddress address : config.addresses()) {
                leg.vips().hold(address, clock.nowNs());
            }
            // also when the preparation ran out of time
            arm();
        } else {
            directorship.changed();
        }
    }

    @Override
    public void disarm() {
        isArmed = false;
        areOwnersKnown = false;
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
        advertisements.send(priority, clock.nowNs());
    }

    @Override
    public void announceAddresses(final int times) {
        for (final IpAddress address : config.addresses()) {
            LOG.info(
                    "{}",
                    address.isIpv6()
                            ? lines.sendingNeighbourAdverts(leg.interfaceName(), address)
                            : lines.sendingGratuitousArps(leg.interfaceName(), address));
            for (int i = 0; i < times; i++) {
                voice.announce(address);
            }
        }
    }

    @Override
    public void log(final String line) {
        LOG.info("{}", line);
    }
}
