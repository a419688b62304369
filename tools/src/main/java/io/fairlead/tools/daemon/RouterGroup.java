package io.fairlead.tools.daemon;

import io.fairlead.tools.events.EventKind;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.TransitionCause;
import io.fairlead.vrrp.VirtualRouter;
import io.fairlead.vrrp.sync.SyncGroup;
import io.fairlead.vrrp.track.PriorityTracker;
import io.fairlead.vrrp.track.PriorityTracker.Judgement;
import io.fairlead.vrrp.wire.AdvertisementDecoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Virtual routers that share their fate: those of a sync group, or one alone, which is a group of one. All that happens to a member goes through here, so
 * that the others follow. Conductor only.
 */
final class RouterGroup {

    private static final Logger LOG = LoggerFactory.getLogger("vrrp");

    private final SyncGroup group;
    private final RouterDriver.Clock clock;
    private final List<Member> members = new ArrayList<>();
    /** Those of the members: asked for at each advertisement and each waking. */
    private final List<RouterDriver> drivers = new ArrayList<>();

    private final EffectivePriority priority;

    private static final class Member {
        private final RouterDriver driver;
        private final PriorityTracker tracker;
        private boolean isFaulty;

        Member(final RouterDriver driver, final PriorityTracker tracker) {
            this.driver = driver;
            this.tracker = tracker;
        }

        String title() {
            return "(VI_" + driver.config().vrid() + ")";
        }
    }

    RouterGroup(final String name, final int configuredPriority, final RouterDriver.Clock clock) {
        this.group = new SyncGroup(name);
        this.clock = clock;
        this.priority = new EffectivePriority(configuredPriority);
    }

    /** Adds a router that is made with the group as its gate. */
    void add(final Function<SyncGroup, RouterDriver> make, final PriorityTracker tracker) {
        final RouterDriver driver = make.apply(group);
        group.add(driver.router(), driver);
        members.add(new Member(driver, tracker));
        drivers.add(driver);
    }

    List<RouterDriver> drivers() {
        return Collections.unmodifiableList(drivers);
    }

    EffectivePriority priority() {
        return priority;
    }

    void start() {
        group.start(clock.nowNs());
    }

    void stop() {
        group.stop(clock.nowNs());
    }

    void poll() {
        for (final Member member : members) {
            if (member.tracker.poll(clock.nowNs())) {
                judge(member);
            }
        }
        // whether a node in maintenance may be director depends on whether it is
        applyPriority();
        members.forEach(member -> member.driver.poll());
        group.settle(clock.nowNs());
    }

    long nextDeadlineNs() {
        long deadlineNs = VirtualRouter.NO_DEADLINE;
        for (final Member member : members) {
            deadlineNs =
                    Math.min(deadlineNs, Math.min(member.driver.nextDeadlineNs(), member.tracker.nextDeadlineNs()));
        }
        return deadlineNs;
    }

    AdvertisementVerdict onAdvertisement(final RouterDriver driver, final AdvertisementDecoder received) {
        final AdvertisementVerdict verdict = driver.onAdvertisement(received);
        group.settle(clock.nowNs());
        return verdict;
    }

    /** Somebody has looked at something that is tracked. */
    void onTrack(final String name, final boolean isUp, final String why) {
        for (final Member member : members) {
            member.tracker.objects().stream()
                    .filter(object -> object.name().equals(name))
                    .forEach(object -> {
                        if (object.onResult(isUp, clock.nowNs())) {
                            EventKind.VRRP_TRACK
                                    .log()
                                    .addKeyValue(
                                            "router", member.driver.config().vrid())
                                    .addKeyValue("track", name)
                                    .addKeyValue("to", isUp ? "up" : "down")
                                    .log("{} track {} is {}: {}", member.title(), name, isUp ? "up" : "down", why);
                            judge(member);
                        }
                    });
        }
    }

    /** The configured priority has changed. */
    void configured(final int configuredPriority) {
        if (configuredPriority == priority.configured()) {
            return;
        }
        priority.configured(configuredPriority);
        for (final Member member : members) {
            member.tracker.configured(configuredPriority);
        }
        members.forEach(this::judge);
    }

    private void judge(final Member member) {
        final Judgement judgement = member.tracker.judgement();
        if (!judgement.text().isEmpty()) {
            LOG.info("{} {}", member.title(), judgement.text());
        }
        if (judgement.isFault() != member.isFaulty) {
            member.isFaulty = judgement.isFault();
            if (member.isFaulty) {
                group.fault(member.driver.router(), judgement.text(), clock.nowNs());
            } else {
                group.recovered(member.driver.router(), clock.nowNs());
            }
        }
        priority.tracked(members.stream()
                .mapToInt(each -> each.tracker.judgement().priority())
                .min()
                .orElse(0));
        applyPriority();
    }

    /** Why the priority is not the configured one, or the routers are in fault; empty if there is nothing to say. */
    List<String> notes() {
        final List<String> notes = new ArrayList<>();
        if (priority.isInMaintenance()) {
            notes.add(isDirector() ? "in maintenance, until another node relieves it" : "in maintenance");
        }
        if (priority.isRaised()) {
            notes.add("raised by `fairlead failover`; `fairlead failover --back` ends it");
        }
        members.stream()
                .map(member -> member.tracker.judgement().text())
                .filter(text -> !text.isEmpty())
                .forEach(notes::add);
        return notes;
    }

    /** Relieves the living director as planned; if there is none, or one of higher priority, the timers decide as ever. */
    void takeOver(final TransitionCause cause) {
        applyPriority();
        group.takeOver(cause, clock.nowNs());
    }

    boolean isDirector() {
        for (final RouterDriver driver : drivers) {
            if (driver.isDirector()) {
                return true;
            }
        }
        return false;
    }

    void applyPriority() {
        final int value = priority.value(isDirector());
        boolean isOther = false;
        for (final RouterDriver driver : drivers) {
            isOther |= driver.router().effectivePriority() != value;
        }
        if (isOther) {
            group.priorityChanged(value, clock.nowNs());
            drivers.forEach(RouterDriver::priorityChanged);
        }
    }
}
