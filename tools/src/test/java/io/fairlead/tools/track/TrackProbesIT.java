package io.fairlead.tools.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.tools.config.TrackTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jnr.ffi.LibraryLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In a network namespace that lives as long as the one thread in it. */
class TrackProbesIT {

    private static final int CLONE_NEWNET = 0x40000000;
    private static final long PATIENCE_SECONDS = 20;
    /** Well below the second after which everything is looked at again. */
    private static final long NOTICE_LIMIT_MS = 500;

    private static final TrackTarget LINK = new TrackTarget.Link("v0");
    private static final TrackTarget ROUTE = new TrackTarget.Route(new IpPrefix(IpAddress.parse("0.0.0.0"), 0));
    private static final TrackTarget ROUTE_6 = new TrackTarget.Route(new IpPrefix(IpAddress.parse("::"), 0));

    private final ExecutorService namespace = Executors.newSingleThreadExecutor();
    private final BlockingQueue<String> results = new LinkedBlockingQueue<>();

    /** The one function that only tests need. */
    public interface Unshare {
        int unshare(int flags);
    }

    @BeforeEach
    void enter() throws Exception {
        inside(() -> LibraryLoader.create(Unshare.class).load("c").unshare(CLONE_NEWNET));
        ip("link add v0 type veth peer name v1");
        ip("link set v0 up");
        ip("link set v1 up");
        ip("addr add 10.9.0.1/24 dev v0");
        ip("addr add fd00:9::1/64 dev v0 nodad");
    }

    @AfterEach
    void leave() {
        namespace.shutdownNow();
    }

    @Test
    void shouldTellAtOnceWhenALinkGoesDownAndComesUp() throws Exception {
        try (TrackProbes probes = probes(LINK)) {
            awaitResult("interface v0 true ok");
            ip("link set v1 down");
            awaitSoon("interface v0 false has no carrier");
            ip("link set v1 up");
            awaitSoon("interface v0 true ok");
            ip("link set v0 down");
            awaitSoon("interface v0 false is set down");
            ip("link del v0");
            awaitSoon("interface v0 false does not exist");
            assertThat(probes.skippedRuns()).isZero();
        }
    }

    @Test
    void shouldTellAtOnceWhenARouteComesAndGoes() throws Exception {
        try (TrackProbes probes = probes(ROUTE, ROUTE_6)) {
            awaitResult("route 0.0.0.0/0 false is not in the main table, or cannot be used");
            ip("route add default via 10.9.0.2");
            awaitSoon("route 0.0.0.0/0 true ok");
            ip("-6 route add default via fd00:9::2");
            awaitSoon("route ::/0 true ok");
            ip("route del default");
            awaitSoon("route 0.0.0.0/0 false is not in the main table, or cannot be used");
            assertThat(probes.skippedRuns()).isZero();
        }
    }

    private TrackProbes probes(final TrackTarget... targets) throws Exception {
        return inside(() -> {
            final TrackProbes probes = new TrackProbes(
                    List.of(targets), (target, isUp, why) -> results.add(target.name() + " " + isUp + " " + why));
            probes.start();
            return probes;
        });
    }

    private void awaitSoon(final String expected) throws InterruptedException {
        final long startNs = System.nanoTime();
        awaitResult(expected);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs)).isLessThan(NOTICE_LIMIT_MS);
    }

    private void awaitResult(final String expected) throws InterruptedException {
        final long startNs = System.nanoTime();
        String last = "nothing";
        while (!last.equals(expected) && System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
            final String result = results.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            last = result == null ? last : result;
        }
        assertThat(last).isEqualTo(expected);
    }

    private void ip(final String arguments) throws Exception {
        inside(() -> {
            final Process process = new ProcessBuilder(("ip " + arguments).split(" ", -1))
                    .redirectErrorStream(true)
                    .start();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("ip " + arguments + " failed: " + output);
            }
            return output;
        });
    }

    private <T> T inside(final Callable<T> body) throws Exception {
        return namespace.submit(body).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
