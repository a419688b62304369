package io.fairlead.bench.throughput;

import io.fairlead.tools.lab.Namespace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A pair of TAPs in the namespace of the benchmark. */
final class Lane {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Namespace namespace;
    private final String in;
    private final String out;

    Lane(final Namespace namespace, final String name) {
        this.namespace = namespace;
        this.in = name + "in";
        this.out = name + "out";
    }

    String in() {
        return in;
    }

    String out() {
        return out;
    }

    /** Starts a program in the namespace, on some cores, as taskset takes them; its messages go where ours go. */
    Process start(final String cores, final List<String> command) throws IOException {
        final List<String> all =
                new ArrayList<>(List.of("ip", "netns", "exec", namespace.name(), "taskset", "-c", cores));
        all.addAll(command);
        return new ProcessBuilder(all)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** What comes out is taken by nobody: the kernel has no address to deliver it to. */
    void bringUp() {
        for (final String device : List.of(in, out)) {
            namespace.run(LIMIT, "sysctl", "-qw", "net.ipv6.conf." + device + ".disable_ipv6=1");
            namespace.ip("link", "set", device, "address", Wire.NODE_MAC, "up");
        }
    }

    /** Frames that came out of the second TAP. */
    long forwarded() {
        return statistic(out, "rx_packets");
    }

    /** Frames that found the first TAP full. */
    long refused() {
        return statistic(in, "tx_dropped");
    }

    private long statistic(final String device, final String name) {
        return Long.parseLong(namespace
                .run(LIMIT, "cat", "/sys/class/net/" + device + "/statistics/" + name)
                .output()
                .strip());
    }
}
