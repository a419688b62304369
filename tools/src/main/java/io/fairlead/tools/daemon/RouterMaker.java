package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.Membership;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.config.VirtualRouterSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.EpochNanoClock;

/** Makes the virtual routers of a configuration: each on its leg, and in its sync group. */
final class RouterMaker {

    private final List<Leg> legs;
    private final RouterDriver.Clock clock;
    private final EpochNanoClock wallClock;
    private final Membership membership;

    RouterMaker(
            final List<Leg> legs,
            final RouterDriver.Clock clock,
            final EpochNanoClock wallClock,
            final Membership membership) {
        this.membership = membership;
        this.legs = legs;
        this.clock = clock;
        this.wallClock = wallClock;
    }

    /** Those of the first leg steer, and are asked before they take over. */
    VirtualRouters make(final NodeConfig config, final RouterDriver.Directorship directorship) {
        final Map<String, RouterGroup> groups = new LinkedHashMap<>();
        for (final VirtualRouterSettings router : config.virtualRouters()) {
            final String alone =
                    "VI_" + router.id() + (router.isIpv6() ? " IPv6" : " IPv4") + " on " + router.interfaceName();
            groups.computeIfAbsent(
                            router.syncGroup().orElse(alone), name -> new RouterGroup(name, router.priority(), clock))
                    .add(
                            group -> new RouterDriver(
                                    ConfigMapping.vrrpConfig(router, leg(router)),
                                    leg(router),
                                    clock,
                                    wallClock,
                                    leg(router) == legs.get(0) ? directorship : new PassiveDirectorship(),
                                    new ColdStartGate(group, membership, clock.nowNs())),
                            ConfigMapping.tracker(router));
        }
        return new VirtualRouters(List.copyOf(groups.values()));
    }

    private Leg leg(final VirtualRouterSettings router) {
        return legs.stream()
                .filter(leg -> leg.interfaceName().equals(router.interfaceName()))
                .findFirst()
                .orElseThrow();
    }
}
