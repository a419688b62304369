package io.fairlead.tools.replay;

import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.config.VirtualRouterSettings;
import java.time.Duration;
import java.util.List;

/** What comes before the first frame: for how long, and with which priority, so that the node is in the state that is wanted. */
final class LeadIn {

    private static final Duration SLACK = Duration.ofSeconds(30);

    /** Master-down intervals and acquaintance are some of them. */
    private static final int INTERVALS = 8;

    private LeadIn() {}

    /** Long enough to become director, and for its slow start to be over. */
    static long durationNs(final NodeConfig config, final NodeState state) {
        if (state == NodeState.STARTED) {
            return 0;
        }
        Duration longest = Duration.ZERO;
        for (final VirtualRouterSettings router : config.virtualRouters()) {
            final Duration needed = router.startupDelay()
                    .plus(router.preemptDelay())
                    .plus(router.advertisementInterval().multipliedBy(INTERVALS));
            longest = longest.compareTo(needed) < 0 ? needed : longest;
        }
        return longest.plus(config.policy().slowStart())
                .plus(config.cluster().deadAfter())
                .plus(SLACK)
                .toNanos();
    }

    /** A backup has priority 0, so that it stays one; a director has another one. */
    static NodeConfig config(final NodeConfig config, final NodeState state) {
        return switch (state) {
            case STARTED -> config;
            case BACKUP -> withPriority(config, 0, 0);
            case DIRECTOR -> withPriority(config, 1, 255);
        };
    }

    private static NodeConfig withPriority(final NodeConfig config, final int least, final int most) {
        final List<VirtualRouterSettings> routers = config.virtualRouters().stream()
                .map(router -> withPriority(router, Math.max(least, Math.min(most, router.priority()))))
                .toList();
        return config.withVirtualRouters(routers);
    }

    /** Nothing is tracked: the machine is not there to look at. */
    private static VirtualRouterSettings withPriority(final VirtualRouterSettings router, final int priority) {
        return new VirtualRouterSettings(
                router.id(),
                router.version(),
                priority,
                router.advertisementInterval(),
                router.preempt(),
                router.preemptDelay(),
                router.startupDelay(),
                router.interfaceName(),
                router.virtualIps(),
                router.unicastPeers(),
                router.checksum(),
                router.acceptMode(),
                router.syncGroup(),
                router.authentication(),
                router.gratuitousArp(),
                List.of());
    }
}
