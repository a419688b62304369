package io.fairlead.tools.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Wireshark's judgement of the frames in a file. */
public final class Tshark {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ADVERTISEMENTS = "vrrp && !icmp && !icmpv6";
    // The group "sequence" is about what others did before or after, such as a virtual IP that was another's a moment
    // ago.
    private static final String FAULTY = """
            eth.src == %s && (_ws.malformed || ip.checksum.status == "Bad" || vrrp.checksum.status == "Bad"
                || icmp.checksum.status == "Bad" || icmpv6.checksum.status == "Bad" || igmp.checksum.status == "Bad"
                || (_ws.expert.severity in {"Warning", "Error"}
                    && _ws.expert.group in {"Checksum", "Protocol", "Malformed", "Undecoded", "Reassemble"}))
            """.replace('\n', ' ');

    // A quote is cut, and its checksum covers what is not there. A kernel that completes a checksum of 0 writes all
    // ones,
    // for TCP as for UDP: the sum is the same for whoever receives it.
    private static final String BAD_CHECKSUM = """
            eth.src == %s && (ip.checksum.status == "Bad" || icmp.checksum.status == "Bad" || icmpv6.checksum.status == "Bad"
                || !icmp && !icmpv6 && (udp.checksum.status == "Bad"
                    || tcp.checksum.status == "Bad" && !(tcp.checksum == 0xffff && tcp.checksum_calculated == 0)))
            """.replace('\n', ' ');

    private final List<String> command;

    public Tshark(final Path file) {
        command = List.of(
                "tshark",
                "-n",
                "-r",
                file.toString(),
                "-o",
                "ip.check_checksum:TRUE",
                "-o",
                "tcp.check_checksum:TRUE",
                "-o",
                "udp.check_checksum:TRUE");
    }

    /** With a dissector of our own beside Wireshark's. */
    Tshark(final Path file, final Path dissector) {
        command = List.of("tshark", "-n", "-r", file.toString(), "-X", "lua_script:" + dissector);
    }

    /** Everything wrong with the frames of this sender, a line for each frame; empty when all are well-formed. */
    public List<String> complaints(final String mac) {
        return rows(FAULTY.formatted(mac), "frame.number", "frame.protocols", "_ws.expert.message");
    }

    /** Frames of this sender with a wrong checksum of IP, TCP, UDP or ICMP, a line for each. */
    public List<String> badChecksums(final String mac) {
        return rows(BAD_CHECKSUM.formatted(mac), "frame.number", "frame.protocols", "_ws.expert.message");
    }

    /** How many frames a filter lets through. */
    public int count(final String filter) {
        return rows(filter, "frame.number").size();
    }

    /** All VRRP advertisements, in order; not those that an error message quotes. */
    public List<CapturedAdvertisement> advertisements() {
        return rows(ADVERTISEMENTS, "frame.time_epoch", "eth.src", "vrrp.virt_rtr_id", "vrrp.prio").stream()
                .map(CapturedAdvertisement::parse)
                .toList();
    }

    /** Gratuitous ARP requests, and neighbour advertisements that answer nothing, of this sender. */
    public int announcements(final String mac) {
        return rows("eth.src == " + mac + " && (arp.isgratuitous == 1 || icmpv6.nd.na.flag.s == 0)", "frame.number")
                .size();
    }

    /** The fields of each frame that the filter lets through, with a bar between them. */
    List<String> rows(final String filter, final String... fields) {
        final List<String> options = new ArrayList<>(List.of("-Y", filter, "-T", "fields", "-E", "separator=|"));
        for (final String field : fields) {
            options.add("-e");
            options.add(field);
        }
        return lines(options.toArray(String[]::new));
    }

    /** What it writes when it is started with these options. */
    List<String> lines(final String... options) {
        final List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(options));
        return Shell.run(LIMIT, Map.of(), whole)
                .orThrow()
                .output()
                .lines()
                // Its greeting of root is on standard error, and not to be taken for a frame.
                .filter(line -> !line.startsWith("Running as user"))
                .toList();
    }
}
