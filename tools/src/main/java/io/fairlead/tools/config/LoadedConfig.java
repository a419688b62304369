package io.fairlead.tools.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A configuration that was accepted, with what is needed to check it against the machine it runs on. */
public final class LoadedConfig {

    private static final String MANAGEMENT_IP = ConfigKey.MANAGEMENT_IP.path();

    private final Path file;
    private final NodeConfig config;
    private final int managementIpLine;
    private final List<Located<Ipv4Prefix>> virtualIps;
    private final List<ConfigProblem> warnings;

    LoadedConfig(
            Path file,
            NodeConfig config,
            int managementIpLine,
            List<Located<Ipv4Prefix>> virtualIps,
            List<ConfigProblem> warnings) {
        this.file = file;
        this.config = config;
        this.managementIpLine = managementIpLine;
        this.virtualIps = List.copyOf(virtualIps);
        this.warnings = List.copyOf(warnings);
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
     * The address by which the other nodes know this one: the configured one, or else the interface's first that is no virtual IP.
     *
     * @param interfaceAddresses all IPv4 addresses of the interface in the kernel's order
     * @return empty if there is none
     */
    public Optional<Ipv4Address> managementIp(List<Ipv4Prefix> interfaceAddresses) {
        return config.managementIp().or(() -> interfaceAddresses.stream()
                .map(Ipv4Prefix::address)
                .filter(address -> !isVirtualIp(address))
                .findFirst());
    }

    /**
     * What does not fit the interface: virtual IPs outside its subnets, a management address that it does not have.
     *
     * @param interfaceAddresses all IPv4 addresses of the interface; virtual IPs that a killed director left may be among them
     * @return empty if all is well
     */
    public List<ConfigProblem> checkAgainst(List<Ipv4Prefix> interfaceAddresses) {
        Problems problems = new Problems(file);
        List<Ipv4Prefix> own = interfaceAddresses.stream()
                .filter(address -> !isVirtualIp(address.address()))
                .toList();
        checkManagementIp(own, problems);
        for (Located<Ipv4Prefix> virtualIp : virtualIps) {
            checkSubnet(virtualIp, own, problems);
        }
        return problems.errors();
    }

    private void checkManagementIp(List<Ipv4Prefix> own, Problems problems) {
        Optional<Ipv4Address> managementIp = managementIp(own);
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
                    "use one of " + own + ", or leave the key out for the first");
        }
    }

    private void checkSubnet(Located<Ipv4Prefix> virtualIp, List<Ipv4Prefix> own, Problems problems) {
        Ipv4Address address = virtualIp.value().address();
        List<Ipv4Prefix> subnets =
                own.stream().filter(subnet -> subnet.contains(address)).toList();
        if (subnets.isEmpty()) {
            problems.error(
                    virtualIp.line(),
                    virtualIp.path(),
                    address + " is outside every subnet of " + config.interfaceName() + " " + own,
                    "use a free address of one of them");
        } else if (subnets.stream().anyMatch(subnet -> subnet.reserves(address))) {
            problems.error(
                    virtualIp.line(),
                    virtualIp.path(),
                    address + " is the number or the broadcast address of " + subnets,
                    "use a free address of the subnet");
        }
    }

    /** What can be said of the addresses without looking at the interface. */
    void checkAddresses(Problems problems) {
        for (Located<Ipv4Prefix> virtualIp : virtualIps) {
            Ipv4Address address = virtualIp.value().address();
            if (config.managementIp().filter(address::equals).isPresent()) {
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
    }

    private boolean isVirtualIp(Ipv4Address address) {
        return virtualIps.stream().anyMatch(vip -> vip.value().address().equals(address));
    }
}
