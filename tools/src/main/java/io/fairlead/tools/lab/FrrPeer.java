package io.fairlead.tools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** FRR's vrrpd with the zebra that it needs; the virtual IPs are on a macvlan with the virtual MAC, which it switches on and off. */
final class FrrPeer implements VrrpPeer {
    private static final Path PROGRAMS = Path.of("/usr/lib/frr");
    private static final String USER = "frr:frr";
    private static final Pattern TRANSITION = Pattern.compile("\\w+ -> (Initialize|Backup|Master)");
    // A backup's kernel has the virtual IPs too, on an interface without a carrier: eth0 must neither answer for them
    // nor ask as them.
    private static final String[] SYSCTL = {
        "sysctl",
        "-qw",
        "net.ipv4.conf.all.arp_ignore=1",
        "net.ipv4.conf.all.arp_announce=2",
        "net.ipv4.conf.all.rp_filter=0"
    };
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    private final Station station;
    private final VrrpSettings settings;
    private final String macvlan;
    private final PeerProcess vrrpd;
    private @Nullable LabProcess zebra;

    FrrPeer(final Station station, final VrrpSettings settings) {
        if (!settings.unicastPeers().isEmpty() || !settings.password().isEmpty()) {
            throw new LabException("FRR knows neither unicast peers nor passwords");
        }
        this.station = station;
        this.settings = settings;
        this.macvlan = (settings.ipv6() ? "vrrp6-" : "vrrp4-") + settings.vrid();
        this.vrrpd = new PeerProcess("vrrpd of " + station.name(), TRANSITION);
    }

    @Override
    public String name() {
        return station.name();
    }

    @Override
    public String address() {
        return station.address();
    }

    /** RFC 9568 section 7.3. */
    @Override
    public String virtualIpMac() {
        return String.format("00:00:5e:00:%02x:%02x", settings.ipv6() ? 2 : 1, settings.vrid());
    }

    @Override
    public void start() {
        if (settings.ipv6()) {
            station.awaitLinkLocalAddress();
        }
        if (zebra == null) {
            addMacvlan();
            zebra = startZebra();
        }
        addVirtualIps();
        vrrpd.start(() -> launch("vrrpd", vrrpdText()));
        Await.until("vrrpd of " + name() + " has found its interface", START_LIMIT, () -> !vrrpd.state()
                .isEmpty());
    }

    private void addMacvlan() {
        final Namespace namespace = station.namespace();
        namespace.run(START_LIMIT, SYSCTL).orThrow();
        namespace
                .ip("link", "add", macvlan, "link", Station.INTERFACE, "type", "macvlan", "mode", "bridge")
                .orThrow();
        // not in one with what follows: the kernel would bring it up first, and may make a link-local address of its
        // own
        namespace
                .ip("link", "set", macvlan, "address", virtualIpMac(), "addrgenmode", "none")
                .orThrow();
        namespace.ip("link", "set", macvlan, "up").orThrow();
    }

    private void addVirtualIps() {
        if (settings.ipv6()) {
            // What vrrpd sends from, and what decides between equal priorities: as high as the station's own.
            addAddress(station.linkLocalAddress());
        }
        settings.virtualIps().forEach(this::addAddress);
    }

    private void addAddress(final String address) {
        station.namespace()
                .ip("addr", "add", address, "dev", macvlan, "noprefixroute", "nodad")
                .orThrow();
    }

    private LabProcess startZebra() {
        final LabProcess started = launch("zebra", "");
        Await.until("zebra of " + name() + " listening", START_LIMIT, () -> Files.exists(zebraSocket()));
        return started;
    }

    private String vrrpdText() {
        final String router = "\n vrrp " + settings.vrid();
        final StringBuilder text = new StringBuilder("log stdout debugging\ndebug vrrp protocol\ninterface eth0");
        text.append(router).append(" version ").append(settings.version());
        text.append(router).append(" priority ").append(settings.priority());
        text.append(router)
                .append(" advertisement-interval ")
                .append(settings.interval().toMillis());
        if (!settings.preempt()) {
            text.append("\n no vrrp ").append(settings.vrid()).append(" preempt");
        }
        for (final String ip : settings.virtualIps()) {
            text.append(router).append(settings.ipv6() ? " ipv6 " : " ip ").append(ip, 0, ip.indexOf('/'));
        }
        return text.append('\n').toString();
    }

    private LabProcess launch(final String program, final String configuration) {
        final Path directory = station.directory().resolve("frr");
        final Path file = directory.resolve(program + ".conf");
        try {
            Files.createDirectories(directory);
            Files.writeString(file, configuration);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        // They give up root, and then write their pid files and sockets.
        Shell.run("chown", "-R", USER, directory.toString()).orThrow();
        return station.start(
                program,
                PROGRAMS.resolve(program).toString(),
                "--config_file=" + file,
                "--pid_file=" + directory.resolve(program + ".pid"),
                "--socket=" + zebraSocket(),
                "--vty_socket=" + directory,
                "--vty_port=0");
    }

    private Path zebraSocket() {
        return station.directory().resolve("frr/zserv.api");
    }

    @Override
    public void stop() {
        if (vrrpd.wasStarted()) {
            vrrpd.stop();
            silence();
        }
    }

    @Override
    public void kill9() {
        vrrpd.started().kill9();
        silence();
    }

    /** vrrpd leaves the macvlan as it is when it ends, and the kernel would go on answering for the virtual IPs. */
    private void silence() {
        station.namespace().ip("addr", "flush", "dev", macvlan).orThrow();
    }

    @Override
    public boolean isRunning() {
        return vrrpd.isRunning();
    }

    @Override
    public boolean isMaster() {
        return vrrpd.isIn("Master");
    }

    @Override
    public boolean isBackup() {
        return vrrpd.isIn("Backup");
    }

    @Override
    public String logText() {
        return vrrpd.logText();
    }

    @Override
    public void close() {
        stop();
        if (zebra != null) {
            // Nothing depends on how it ends, and asked politely it crashes.
            zebra.kill9();
        }
    }
}
