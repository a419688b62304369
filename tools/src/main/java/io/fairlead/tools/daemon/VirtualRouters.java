package io.fairlead.tools.daemon;

import io.fairlead.lb.report.VirtualRouterView;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.config.VirtualRouterSettings;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.TransitionCause;
import io.fairlead.vrrp.VirtualRouter;
import io.fairlead.vrrp.wire.AdvertisementDecoder;
import java.util.List;
import java.util.function.Predicate;
import org.agrona.MutableDirectBuffer;

/** All virtual routers of the node, on all its legs: what comes in finds its router, and what is told to all is. Conductor only. */
final class VirtualRouters implements Reconfigurable {

    private final List<RouterGroup> groups;
    private final List<RouterDriver> drivers;

    VirtualRouters(final List<RouterGroup> groups) {
        this.groups = List.copyOf(groups);
        this.drivers =
                groups.stream().flatMap(group -> group.drivers().stream()).toList();
    }

    /** In the order of their groups. */
    List<RouterDriver> drivers() {
        return drivers;
    }

    RouterDriver find(final VirtualRouterSettings settings) {
        return drivers.stream()
                .filter(driver -> driver.config().vrid() == settings.id()
                        && driver.leg().interfaceName().equals(settings.interfaceName())
                        && driver.config().isIpv6() == settings.isIpv6())
                .findFirst()
                .orElseThrow();
    }

    RouterGroup groupOf(final RouterDriver driver) {
        return groups.stream()
                .filter(group -> group.drivers().contains(driver))
                .findFirst()
                .orElseThrow();
    }

    void start() {
        groups.forEach(RouterGroup::start);
    }

    void stop() {
        groups.forEach(RouterGroup::stop);
    }

    void poll() {
        groups.forEach(RouterGroup::poll);
    }

    long nextDeadlineNs() {
        long deadlineNs = VirtualRouter.NO_DEADLINE;
        for (final RouterGroup group : groups) {
            deadlineNs = Math.min(deadlineNs, group.nextDeadlineNs());
        }
        return deadlineNs;
    }

    /** An advertisement that came in by a leg. */
    AdvertisementVerdict onAdvertisement(final Leg leg, final AdvertisementDecoder received) {
        final int vrid = received.advertisement().vrid();
        final boolean isIpv6 = received.advertisement().source().isIpv6();
        for (final RouterGroup group : groups) {
            for (final RouterDriver driver : group.drivers()) {
                if (driver.leg() == leg
                        && driver.config().vrid() == vrid
                        && driver.config().isIpv6() == isIpv6) {
                    return group.onAdvertisement(driver, received);
                }
            }
        }
        return AdvertisementVerdict.UNKNOWN_VRID;
    }

    /** A frame that asks or tells about a virtual IP; true if somebody answered. */
    boolean onAddressClaim(final Leg leg, final MutableDirectBuffer buffer, final int index, final int length) {
        for (final RouterDriver driver : drivers) {
            if (driver.leg() == leg && driver.onAddressClaim(buffer, index, length)) {
                return true;
            }
        }
        return false;
    }

    void onTrack(final String name, final boolean isUp, final String why) {
        groups.forEach(group -> group.onTrack(name, isUp, why));
    }

    void ownersCollected() {
        drivers.forEach(RouterDriver::ownersCollected);
    }

    boolean isAnyOf(final Leg leg, final Predicate<RouterDriver> test) {
        return drivers.stream().anyMatch(driver -> driver.leg() == leg && test.test(driver));
    }

    boolean isAnyDirector() {
        return drivers.stream().anyMatch(RouterDriver::isDirector);
    }

    /** The highest effective priority. */
    int priority() {
        return drivers.stream()
                .mapToInt(driver -> driver.router().effectivePriority())
                .max()
                .orElse(0);
    }

    /** For the load report. */
    List<VirtualRouterView> views() {
        return drivers.stream()
                .map(driver -> new VirtualRouterView(
                        driver.config().vrid(),
                        driver.config().isIpv6(),
                        switch (driver.state()) {
                            case INITIALIZE -> VirtualRouterView.State.INITIALIZE;
                            case BACKUP -> VirtualRouterView.State.BACKUP;
                            case MASTER -> VirtualRouterView.State.MASTER;
                        },
                        driver.masterAddress()))
                .toList();
    }

    /** The others' timers began with the last advertisement, which may be an interval older than the pause. */
    long longestPauseNs(final Leg leg) {
        return drivers.stream()
                .filter(driver -> driver.leg() == leg && driver.isArmed())
                .mapToLong(driver ->
                        driver.router().masterDownIntervalNs() - driver.config().advertisementIntervalNs())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    // what an administrator wants

    @Override
    public void reconfigure(final NodeConfig config) {
        config.virtualRouters().forEach(router -> groupOf(find(router)).configured(router.priority()));
    }

    void maintenance(final boolean on) {
        for (final RouterGroup group : groups) {
            group.priority().maintenance(on);
            group.applyPriority();
        }
    }

    boolean isInMaintenance() {
        return groups.stream().anyMatch(group -> group.priority().isInMaintenance());
    }

    boolean isRaised() {
        return groups.stream().anyMatch(group -> group.priority().isRaised());
    }

    void raiseAbove(final int others) {
        groups.forEach(group -> group.priority().raiseAbove(others));
    }

    void lower() {
        for (final RouterGroup group : groups) {
            group.priority().lower();
            group.applyPriority();
        }
    }

    void takeOver(final TransitionCause cause) {
        groups.forEach(group -> group.takeOver(cause));
    }
}
