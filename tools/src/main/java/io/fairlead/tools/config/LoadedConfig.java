package io.fairlead.tools.config;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A configuration that was accepted, with what is needed to check it against the machine it runs on. */
public final class LoadedConfig {

    private static final String MANAGEMENT_IP = ConfigKey.MANAGEMENT_IP.path();
    private static final String MANAGEMENT_IP6 = ConfigKey.MANAGEMENT_IP6.path();
    private static final String CPU = ConfigKey.CPU.path();

    private final Path file;
    private final NodeConfig config;
    private final int managementIpLine;
    private final int managementIp6Line;
    private final int cpuLine;
    private final List<PlacedRouter> routers;
    private final List<ConfigProblem> warnings;
    private final Settings settings;

    LoadedConfig(
            Path file,
            NodeConfig config,
            int managementIpLine,
            int managementIp6Line,
            int cpuLine,
            List<PlacedRouter> routers,
            List<ConfigProblem> warnings,
            Settings settings) {
        this.file = file;
        this.config = config;
        this.managementIpLine = managementIpLine;
        this.managementIp6Line = managementIp6Line;
        this.cpuLine = cpuLine;
        this.routers = List.copyOf(routers);
        this.warnings = List.copyOf(warnings);
        this.settings = settings;
    }

    /**
     * Where it was read from.
     *
     * @return as it was named on the command line
     */
    public Path file() {
        return file;
    }

    /**
     * What it says.
     *
     * @return with every default filled in
     */
    public NodeConfig config() {
        return config;
    }

    /**
     * What is allowed and yet worth a word, such as {@code discovery: open}.
     *
     * @return in the order of the file
     */
    public List<ConfigProblem> warnings() {
        return warnings;
    }

    /**
     * The effective value of every key, and where it comes from.
     *
     * @return without secrets
     */
    public EffectiveConfig effective() {
        return EffectiveConfig.of(settings);
    }

    /** The same with what of a changed file can be applied; what is said of the file is said of the changed one. */
    LoadedConfig updated(LoadedConfig changed, NodeConfig updatedConfig, Settings updatedSettings) {
        return new LoadedConfig(
                file,
                updatedConfig,
                managementIpLine,
                managementIp6Line,
                cpuLine,
                routers,
                changed.warnings,
                updatedSettings);
    }

    /** What the readers have noted. */
    Settings settings() {
        return settings;
    }

    /**
     * The address by which the other nodes know this one: the configured one, or else the interface's first of IPv4 that is no virtual IP.
     *
     * @param interfaceAddresses all addresses of the interface in the kernel's order
     * @return empty if there is none
     */
    public Optional<IpAddress> managementIp(List<IpPrefix> interfaceAddresses) {
        return config.managementIp().or(() -> interfaceAddresses.stream()
                .map(IpPrefix::address)
                .filter(address -> !address.isIpv6() && !isVirtualIp(address))
                .findFirst());
    }

    /**
     * The IPv6 address at which connections to this node are balanced: the configured one, or else the lowest of the interface that is neither link-local nor a
     * virtual IP. The lowest, because the kernel's order is another after each attachment.
     *
     * @param lastingAddresses of the interface, those left out that may not be there for long
     * @return empty if there is none
     */
    public Optional<IpAddress> managementIp6(List<IpAddress> lastingAddresses) {
        return config.managementIp6().or(() -> lastingAddresses.stream()
                .filter(address -> address.isIpv6() && !address.isLinkLocalIpv6() && !isVirtualIp(address))
                .min(Comparator.naturalOrder()));
    }

    /**
     * What does not fit an interface: virtual IPs outside its subnets, unicast peers that are the node itself, a management address that it
     * does not have. To be asked of each of {@link NodeConfig#interfaceNames}.
     *
     * @param interfaceName whose addresses they are
     * @param interfaceAddresses all addresses of the interface, of both families; virtual IPs that a killed director left may be among them
     * @return empty if all is well
     */
    public List<ConfigProblem> checkAgainst(String interfaceName, List<IpPrefix> interfaceAddresses) {
        Problems problems = new Problems(file);
        List<IpPrefix> own = interfaceAddresses.stream()
                .filter(address -> !isVirtualIp(address.address()))
                .toList();
        if (interfaceName.equals(config.interfaceName())) {
            checkManagementIp(own, problems);
            checkManagementIp6(own, problems);
        }
        for (PlacedRouter router : routers) {
            if (router.interfaceName().equals(interfaceName)) {
                checkLinkLocal(router, own, problems);
                router.virtualIps().forEach(virtualIp -> checkSubnet(router, virtualIp, own, problems));
                router.unicastPeers().forEach(peer -> checkPeer(router, peer, own, problems));
            }
        }
        return problems.errors();
    }

    /**
     * What of {@code engine.cpu} the process cannot use.
     *
     * @param online processors of the machine
     * @param allowed those of them that its threads may be pinned to
     * @return empty if all is well
     */
    public List<ConfigProblem> checkProcessors(List<Integer> online, List<Integer> allowed) {
        Problems problems = new Problems(file);
        for (int cpu : config.engine().cpus()) {
            if (!online.contains(cpu)) {
                problems.error(
                        cpuLine,
                        CPU,
                        "this machine has no CPU " + cpu,
                        "use some of " + allowed + ", or leave the key out for all");
            } else if (!allowed.contains(cpu)) {
                problems.error(
                        cpuLine,
                        CPU,
                        "CPU " + cpu + " is not allowed to this process",
                        "use some of " + allowed
                                + ", or widen its cpuset (AllowedCPUs= of a systemd unit, --cpuset-cpus"
                                + " of a container)");
            }
        }
        return problems.errors();
    }

    private void checkManagementIp(List<IpPrefix> own, Problems problems) {
        Optional<IpAddress> managementIp = managementIp(own);
        if (managementIp.isEmpty()) {
            problems.error(
                    managementIpLine,
                    MANAGEMENT_IP,
                    config.interfaceName() + " has no IPv4 address of its own",
                    "give the interface an address that is not a virtual IP");
        } else if (own.stream().noneMatch(address -> address.address().equals(managementIp.get()))) {
            problems.error(
                    managementIpLine,
                    MANAGEMENT_IP,
                    managementIp.get() + " is not an address of " + config.interfaceName(),
                    "use one of " + ofFamily(own, false) + ", or leave the key out for the first");
        }
    }

    private void checkManagementIp6(List<IpPrefix> own, Problems problems) {
        config.managementIp6()
                .filter(configured ->
                        own.stream().noneMatch(prefix -> prefix.address().equals(configured)))
                .ifPresent(missing -> problems.error(
                        managementIp6Line,
                        MANAGEMENT_IP6,
                        missing + " is not an address of " + config.interfaceName(),
                        "use one of "
                                + ofFamily(own, true).stream()
                                        .filter(prefix -> !prefix.address().isLinkLocalIpv6())
                                        .toList()
                                + ", or leave the key out"));
    }

    /** RFC 9568 section 5.1.2.1: advertisements come from there. */
    private static void checkLinkLocal(PlacedRouter router, List<IpPrefix> own, Problems problems) {
        if (router.isIpv6() && own.stream().noneMatch(prefix -> prefix.address().isLinkLocalIpv6())) {
            problems.error(
                    router.line(),
                    router.path(),
                    router.interfaceName() + " has no link-local IPv6 address of its own",
                    "switch IPv6 on with `sysctl net.ipv6.conf." + router.interfaceName()
                            + ".disable_ipv6=0`, or add an address of fe80::/64");
        }
    }

    private static void checkSubnet(
            PlacedRouter router, Located<IpPrefix> virtualIp, List<IpPrefix> own, Problems problems) {
        IpAddress address = virtualIp.value().address();
        List<IpPrefix> subnets =
                own.stream().filter(subnet -> subnet.contains(address)).toList();
        if (subnets.isEmpty()) {
            problems.error(
                    virtualIp.line(),
                    virtualIp.path(),
                    address + " is outside every subnet of " + router.interfaceName() + " "
                            + ofFamily(own, address.isIpv6()),
                    "use a free address of one of them");
        } else if (subnets.stream().anyMatch(subnet -> subnet.reserves(address))) {
            problems.error(
                    virtualIp.line(),
                    virtualIp.path(),
                    address + " is the number " + (address.isIpv6() ? "" : "or the broadcast address ") + "of "
                            + subnets,
                    "use a free address of the subnet");
        }
    }

    private static void checkPeer(PlacedRouter router, Located<IpAddress> peer, List<IpPrefix> own, Problems problems) {
        if (own.stream().anyMatch(prefix -> prefix.address().equals(peer.value()))) {
            problems.error(
                    peer.line(),
                    peer.path(),
                    peer.value() + " is an address of " + router.interfaceName() + " on this node itself",
                    "list the other nodes alone");
        }
    }

    /** What can be said of the addresses without looking at the interface. */
    void checkAddresses(Problems problems) {
        for (Located<IpPrefix> virtualIp : virtualIps().toList()) {
            IpAddress address = virtualIp.value().address();
            if (Stream.of(config.managementIp(), config.managementIp6())
                    .flatMap(Optional::stream)
                    .anyMatch(address::equals)) {
                problems.error(
                        virtualIp.line(),
                        virtualIp.path(),
                        address + " is the management address of this node",
                        "share another address: the management address stays with its node");
            } else if (config.cluster().nodes().contains(address)) {
                problems.error(
                        virtualIp.line(),
                        virtualIp.path(),
                        address + " is the management address of a node in cluster.nodes",
                        "share another address: management addresses stay with their nodes");
            }
        }
        unicastPeers()
                .filter(peer ->
                        config.managementIp().filter(peer.value()::equals).isPresent())
                .forEach(peer -> problems.error(
                        peer.line(),
                        peer.path(),
                        peer.value() + " is the management address of this node",
                        "list the other nodes alone"));
    }

    private Stream<Located<IpAddress>> unicastPeers() {
        return routers.stream().flatMap(router -> router.unicastPeers().stream());
    }

    private static List<IpPrefix> ofFamily(List<IpPrefix> addresses, boolean isIpv6) {
        return addresses.stream()
                .filter(prefix -> prefix.address().isIpv6() == isIpv6)
                .toList();
    }

    private Stream<Located<IpPrefix>> virtualIps() {
        return routers.stream().flatMap(router -> router.virtualIps().stream());
    }

    private boolean isVirtualIp(IpAddress address) {
        return virtualIps().anyMatch(vip -> vip.value().address().equals(address));
    }
}
