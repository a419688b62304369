package io.fairlead.tools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the configuration file of a node: the minimal one of the README. */
final class NodeConfiguration {
    private NodeConfiguration() {}

    static Path write(final Station station, final int priority, final Path keyFile) {
        final Path file = station.directory().resolve("fairlead.yaml");
        try {
            return Files.writeString(file, text(station, priority, keyFile));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(final Station station, final int priority, final Path keyFile) {
        return """
                node:
                  name: %s
                  interface: %s
                  managementIp: %s
                virtualRouters:
                  - id: %d
                    priority: %d
                    virtualIps: [%s/%d]
                redirects:
                  - protocol: http
                    originalPorts: [%d]
                    proxyPort: %d
                cluster:
                  keyFile: %s
                """.formatted(
                        station.name(),
                        Station.INTERFACE,
                        station.address(),
                        LabPlan.VIRTUAL_ROUTER_ID,
                        priority,
                        LabPlan.VIRTUAL_IP,
                        LabPlan.PREFIX_LENGTH,
                        LabPlan.PROXY_PORT,
                        LabPlan.PROXY_PORT,
                        keyFile);
    }
}
