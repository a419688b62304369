package io.fairlead.tools.config;

import io.fairlead.lb.report.Balancing;
import io.fairlead.netstack.wire.IpAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Everything that one node was told.
 *
 * @param name of the node, {@code [A-Za-z0-9_-]{1,32}}
 * @param interfaceName the interface by which the nodes know each other, and of virtual routers that name no other
 * @param managementIp empty: the interface's first address, see {@link LoadedConfig#managementIp}
 * @param managementIp6 empty: the lowest of the interface's lasting IPv6 addresses, see {@link LoadedConfig#managementIp6}
 * @param attach how frames get to the stack
 * @param scanning whether it serves clients itself
 * @param weight its share of the clients beside the others, 0-255
 * @param virtualRouters at least one
 * @param redirects may be empty
 * @param cluster how the nodes know each other
 * @param engine how the engine runs
 * @param policy how the node of a client is chosen
 * @param health how the proxies are watched
 * @param control who may ask the daemon for what
 * @param log where the log goes
 * @param metricsAddress where metrics are served; empty: nowhere
 * @param proxyLoadFile where the proxy says how busy it is; empty if it does not
 */
public record NodeConfig(
        String name,
        String interfaceName,
        Optional<IpAddress> managementIp,
        Optional<IpAddress> managementIp6,
        AttachMode attach,
        boolean scanning,
        int weight,
        List<VirtualRouterSettings> virtualRouters,
        List<RedirectConfig> redirects,
        ClusterConfig cluster,
        EngineConfig engine,
        PolicyConfig policy,
        HealthConfig health,
        ControlConfig control,
        LogConfig log,
        Optional<InetSocketAddress> metricsAddress,
        Optional<Path> proxyLoadFile) {

    private static final int ANY_PRIORITY = 100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    /**
     * All interfaces that carry a virtual router, and the one by which the nodes know each other.
     *
     * @return {@link #interfaceName} first, then the others in the order of the file
     */
    public List<String> interfaceNames() {
        return Stream.concat(
                        Stream.of(interfaceName), virtualRouters.stream().map(VirtualRouterSettings::interfaceName))
                .distinct()
                .toList();
    }

    /**
     * The same with what a node can take from a changed configuration while it runs: what {@link ConfigKey#isAppliedByReload} says, no more and no less.
     *
     * @param withPriorities whether the virtual routers of both are the same, in the same order
     */
    NodeConfig updated(NodeConfig changed, boolean withPriorities) {
        PolicyConfig how = changed.policy;
        return new NodeConfig(
                name,
                interfaceName,
                managementIp,
                managementIp6,
                attach,
                scanning,
                changed.weight,
                withPriorities ? withPriorities(changed) : virtualRouters,
                changed.redirects,
                cluster,
                engine,
                new PolicyConfig(
                        how.algorithm(), how.weights(), how.slowStart(), policy.stickyTimeout(), how.heavySources()),
                changed.health,
                control,
                log,
                metricsAddress,
                proxyLoadFile);
    }

    private List<VirtualRouterSettings> withPriorities(NodeConfig changed) {
        return IntStream.range(0, virtualRouters.size())
                .mapToObj(i -> virtualRouters
                        .get(i)
                        .withPriority(changed.virtualRouters.get(i).priority()))
                .toList();
    }

    /**
     * Whether a text can be the name of a node; it is also safe as the name of a directory.
     *
     * @param text any
     * @return true if it can
     */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * The same with nothing that only the machine has, for a node that runs in memory alone.
     *
     * @return without a file of the proxy's load
     */
    public NodeConfig withoutMachine() {
        return with(scanning, weight, virtualRouters, Optional.empty());
    }

    /**
     * The same with all that a node may be given to do, for one that only plays.
     *
     * @return scanning, with a full share of the clients, and where it is never to be director, with a priority
     */
    public NodeConfig withAllRoles() {
        List<VirtualRouterSettings> routers = virtualRouters.stream()
                .map(router -> router.priority() == 0 ? router.withPriority(ANY_PRIORITY) : router)
                .toList();
        return with(true, Balancing.NORMAL_WEIGHT, routers, proxyLoadFile);
    }

    /**
     * The same with other virtual routers.
     *
     * @param routers in place of {@link #virtualRouters}
     * @return the rest is as here
     */
    public NodeConfig withVirtualRouters(List<VirtualRouterSettings> routers) {
        return with(scanning, weight, routers, proxyLoadFile);
    }

    private NodeConfig with(
            boolean isScanning, int share, List<VirtualRouterSettings> routers, Optional<Path> loadFile) {
        return new NodeConfig(
                name,
                interfaceName,
                managementIp,
                managementIp6,
                attach,
                isScanning,
                share,
                routers,
                redirects,
                cluster,
                engine,
                policy,
                health,
                control,
                log,
                metricsAddress,
                loadFile);
    }

    /** How frames get to the stack. */
    public enum AttachMode {
        /** Every frame between wire and host crosses the stack. */
        INLINE
    }
}
