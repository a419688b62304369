package io.fairlead.tools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** keepalived, its VRRP part alone. */
final class KeepalivedPeer implements VrrpPeer {
    private static final Pattern TRANSITION = Pattern.compile("Entering (\\w+) STATE");
    private static final int NS_PER_SECOND = 1_000_000_000;

    private final Station station;
    private final VrrpSettings settings;
    private final PeerProcess process;

    KeepalivedPeer(final Station station, final VrrpSettings settings) {
        this.station = station;
        this.settings = settings;
        this.process = new PeerProcess("keepalived of " + station.name(), TRANSITION);
    }

    @Override
    public String name() {
        return station.name();
    }

    @Override
    public String address() {
        return station.address();
    }

    @Override
    public String virtualIpMac() {
        return station.mac();
    }

    @Override
    public void start() {
        if (settings.ipv6()) {
            station.awaitLinkLocalAddress();
        }
        final Path configuration = station.directory().resolve("keepalived.conf");
        // Its own ones, for another instance on this machine would be taken for this one: "daemon is already running".
        final Path parentPid = station.directory().resolve("keepalived.pid");
        final Path vrrpPid = station.directory().resolve("keepalived-vrrp.pid");
        try {
            Files.writeString(configuration, text());
            // A killed one leaves them, and the number may be another process's by now.
            Files.deleteIfExists(parentPid);
            Files.deleteIfExists(vrrpPid);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        process.start(() -> station.start(
                "keepalived",
                "keepalived",
                "--dont-fork",
                "--log-console",
                "--log-detail",
                "--vrrp",
                "--use-file=" + configuration,
                "--pid=" + parentPid,
                "--vrrp_pid=" + vrrpPid));
    }

    private String text() {
        final StringBuilder text = new StringBuilder();
        text.append("global_defs {\n  router_id ").append(station.name());
        text.append("\n  vrrp_version ").append(settings.version()).append("\n}\n");
        text.append("vrrp_instance VI_1 {\n  state BACKUP\n  interface ").append(Station.INTERFACE);
        text.append("\n  virtual_router_id ").append(settings.vrid());
        text.append("\n  priority ").append(settings.priority());
        text.append("\n  advert_int ").append((double) settings.interval().toNanos() / NS_PER_SECOND);
        if (!settings.preempt()) {
            text.append("\n  nopreempt");
        }
        if (!settings.unicastPeers().isEmpty()) {
            text.append("\n  unicast_peer {");
            settings.unicastPeers().forEach(peer -> text.append("\n    ").append(peer));
            text.append("\n  }");
        }
        if (!settings.password().isEmpty()) {
            text.append("\n  authentication {\n    auth_type PASS\n    auth_pass ");
            text.append(settings.password()).append("\n  }");
        }
        text.append("\n  virtual_ipaddress {");
        settings.virtualIps().forEach(ip -> text.append("\n    ").append(ip));
        return text.append("\n  }\n}\n").toString();
    }

    @Override
    public void stop() {
        process.stop();
    }

    /** Its addresses go at once, as if the machine had died; left alone its kernel would go on answering beside the new master. */
    @Override
    public void kill9() {
        process.started().kill9Group();
        settings.virtualIps().forEach(ip -> station.namespace().ip("addr", "del", ip, "dev", Station.INTERFACE));
    }

    @Override
    public boolean isRunning() {
        return process.isRunning();
    }

    @Override
    public boolean isMaster() {
        return process.isIn("MASTER");
    }

    @Override
    public boolean isBackup() {
        return process.isIn("BACKUP");
    }

    @Override
    public String logText() {
        return process.logText();
    }

    @Override
    public void close() {
        stop();
    }
}
