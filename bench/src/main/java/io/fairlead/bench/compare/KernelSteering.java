package io.fairlead.bench.compare;

import io.fairlead.bench.DirectorLab;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.LabPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A director in the kernel, as nftables can be one: at the ingress of the interface, frames to the virtual IP get the MAC address of the node and go out again. The node has the virtual
 * IP on its loopback interface, does not answer ARP for it, and answers the client directly.
 */
final class KernelSteering {

    /** Another one than Fairlead's, so that neither is in the way of the other. */
    static final String VIRTUAL_IP = LabPlan.spareAddress(0);

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String INTERFACE = "eth0";

    private final Client director;
    private final Client node;

    KernelSteering(final DirectorLab lab, final List<Integer> ports) {
        director = lab.directorMachine();
        node = lab.nodeMachine();
        final Path rules = lab.directory().resolve("steering.nft");
        try {
            Files.writeString(
                    rules,
                    rules(
                            ports,
                            lab.client().neighbourMac(DirectorLab.DIRECTOR_IP),
                            lab.client().neighbourMac(DirectorLab.NODE_IP)));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        for (final String setting : List.of("arp_ignore=1", "arp_announce=2")) {
            node.namespace()
                    .run(LIMIT, "sysctl", "-q", "-w", "net.ipv4.conf.all." + setting)
                    .orThrow();
        }
        node.namespace().ip("addr", "add", VIRTUAL_IP + "/32", "dev", "lo").orThrow();
        director.namespace().run(LIMIT, "nft", "-f", rules.toString()).orThrow();
        director.namespace()
                .ip("addr", "add", VIRTUAL_IP + "/32", "dev", INTERFACE)
                .orThrow();
    }

    /** What nft reads. */
    static String rules(final List<Integer> ports, final String directorMac, final String nodeMac) {
        if (directorMac.isEmpty() || nodeMac.isEmpty()) {
            throw new LabException("the client does not know the MAC addresses of director and node");
        }
        return """
                table netdev steering {
                    chain ingress {
                        type filter hook ingress device %s priority 0;
                        ip daddr %s tcp dport { %s } ether saddr set %s ether daddr set %s fwd to %s
                    }
                }
                """.formatted(
                        INTERFACE,
                        VIRTUAL_IP,
                        String.join(", ", ports.stream().map(String::valueOf).toList()),
                        directorMac,
                        nodeMac,
                        INTERFACE);
    }

    /** Takes everything back; so does the end of the lab. */
    void disarm() {
        director.namespace()
                .ip("addr", "del", VIRTUAL_IP + "/32", "dev", INTERFACE)
                .orThrow();
        director.namespace()
                .run(LIMIT, "nft", "delete", "table", "netdev", "steering")
                .orThrow();
        node.namespace().ip("addr", "del", VIRTUAL_IP + "/32", "dev", "lo").orThrow();
    }
}
