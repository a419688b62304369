package io.fairlead.tools.cluster;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.LabProcess;
import io.fairlead.vrrp.VirtualRouterConfig;
import io.fairlead.vrrp.VrrpVersion;
import io.fairlead.vrrp.auth.AdvertisementAuthenticator;
import io.fairlead.vrrp.wire.AdvertisementEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** An advertisement of version 3 with priority 255 and without authentication, from any machine and with any source address. */
final class ForgedAdvertisement {
    private static final int PRIORITY = 255;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Path file;
    private final int length;

    /**
     * Writes it to a file.
     *
     * @param folder for the file
     * @param source address that it shows
     * @param vrid virtual router identifier
     * @param virtualIp of the virtual router
     * @param interval of the virtual router
     */
    ForgedAdvertisement(
            final Path folder, final String source, final int vrid, final String virtualIp, final Duration interval) {
        final VirtualRouterConfig config = VirtualRouterConfig.builder(
                        vrid, IpAddress.parse(source), List.of(IpAddress.parse(virtualIp)))
                .version(VrrpVersion.V3)
                .advertisementIntervalNs(interval.toNanos())
                .build();
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[128]);
        length = new AdvertisementEncoder(
                        config,
                        MacAddress.parse("02:51:00:00:00:66"),
                        AdvertisementAuthenticator.of(config.authentication()))
                .encode(PRIORITY, 0, frame, 0);
        file = folder.resolve("from-" + source);
        try {
            Files.write(file, Arrays.copyOf(frame.byteArray(), length));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Twice a second, until the process that does it is ended with its group. */
    LabProcess sendAgainAndAgain(final Client attacker) {
        return attacker.start(
                "forger",
                "sh",
                "-c",
                "while socat -u -b" + length + " OPEN:" + file + " INTERFACE:eth0; do sleep 0.5; done");
    }

    /** socat on a raw packet socket makes a frame of each block that it reads. */
    void send(final Client attacker) {
        attacker.namespace()
                .run(LIMIT, "socat", "-u", "-b" + length, "OPEN:" + file, "INTERFACE:eth0")
                .orThrow();
    }
}
