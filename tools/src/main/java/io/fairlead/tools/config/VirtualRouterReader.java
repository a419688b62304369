package io.fairlead.tools.config;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.tools.config.Values.Spelling;
import io.fairlead.vrrp.ChecksumForm;
import io.fairlead.vrrp.VrrpVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code virtualRouters}. */
final class VirtualRouterReader {

    private static final int DEFAULT_ID = 51;
    private static final int DEFAULT_PRIORITY = 100;
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration MIN_INTERVAL_V3 = Duration.ofMillis(10);
    private static final Duration MAX_INTERVAL_V3 = Duration.ofMillis(40_950);
    private static final Duration LEAST_LISTENING = Duration.ofSeconds(3);
    private static final Duration MAX_DELAY = Duration.ofHours(1);
    private static final int MAX_IPV4_ADDRESSES = 255;
    /** So that an advertisement fits into one packet of the smallest IPv6 MTU, 1280, with authentication. */
    private static final int MAX_IPV6_ADDRESSES = 64;

    private static final String EXAMPLE = "[10.51.0.100/24]";

    private final String nodeInterface;
    private final Problems problems;
    private final AuthenticationReader authentication;
    private final UnicastPeersReader unicastPeers;
    private final TrackReader tracks;
    private final List<PlacedRouter> places = new ArrayList<>();
    private final Map<Shared, Located<IpPrefix>> firstUse = new HashMap<>();
    private final Map<Identity, Section> firstOfIdentity = new HashMap<>();

    VirtualRouterReader(Path configFile, String nodeInterface, Problems problems) {
        this.nodeInterface = nodeInterface;
        this.problems = problems;
        this.authentication = new AuthenticationReader(configFile, problems);
        this.unicastPeers = new UnicastPeersReader(problems);
        this.tracks = new TrackReader(problems);
    }

    /** What tells virtual routers on one link apart: IPv4 and IPv6 have VRIDs of their own (RFC 9568 section 1.2). */
    private record Identity(String interfaceName, boolean isIpv6, int id) {}

    /** What tells addresses apart: the interface plays a part for link-local ones alone. */
    private record Shared(IpAddress address, String interfaceName) {

        static Shared of(IpAddress address, String interfaceName) {
            return new Shared(address, address.isLinkLocalIpv6() ? interfaceName : "");
        }
    }

    List<VirtualRouterSettings> read(Section root) {
        List<Section> sections = root.sections(ConfigKey.VIRTUAL_ROUTERS);
        root.missing(ConfigKey.VIRTUAL_ROUTERS, "write '- virtualIps: " + EXAMPLE + "' under it");
        if (root.isEmptyList(ConfigKey.VIRTUAL_ROUTERS)) {
            root.refuse(ConfigKey.VIRTUAL_ROUTERS, "is empty", "write '- virtualIps: " + EXAMPLE + "' under it");
        }
        List<VirtualRouterSettings> routers =
                sections.stream().map(this::router).toList();
        checkSyncGroups(sections, routers);
        return routers;
    }

    /** All routers that were read. */
    List<PlacedRouter> places() {
        return places;
    }

    private VirtualRouterSettings router(Section section) {
        String interfaceName = section.value(
                ConfigKey.ROUTER_INTERFACE,
                Values.interfaceName("name an interface, like eth1"),
                nodeInterface,
                "node.interface");
        List<Located<IpPrefix>> addresses = addresses(section, interfaceName);
        List<Located<IpAddress>> peers = unicastPeers.read(section, addresses);
        PlacedRouter place = new PlacedRouter(
                interfaceName,
                addresses,
                section.line(ConfigKey.VIRTUAL_IPS),
                section.path(ConfigKey.VIRTUAL_IPS),
                peers);
        places.add(place);
        VrrpVersion version = version(section, place.isIpv6());
        Duration interval = interval(section, version);
        boolean preempt = section.value(ConfigKey.PREEMPT, Values.flag(), true);
        return new VirtualRouterSettings(
                id(section, place),
                version,
                section.value(
                        ConfigKey.PRIORITY,
                        Values.integer(0, 255, "use 1-254 (255 is the address owner, 0 never becomes director)"),
                        DEFAULT_PRIORITY),
                interval,
                preempt,
                preemptDelay(section, preempt),
                section.value(
                        ConfigKey.STARTUP_DELAY, Values.duration(Duration.ZERO, MAX_DELAY), startupDelay(interval)),
                interfaceName,
                addresses.stream().map(Located::value).toList(),
                peers.stream().map(Located::value).toList(),
                checksum(section, version, place.isIpv6()),
                section.value(ConfigKey.ACCEPT_MODE, Values.flag(), true),
                syncGroup(section),
                authentication.read(section, version, interval),
                GratuitousArpReader.read(section),
                tracks.read(section));
    }

    /** Nodes that are switched on together do not start together, and a switch takes a while to let their first frames through. */
    private static Duration startupDelay(Duration interval) {
        Duration missing = LEAST_LISTENING.minus(interval.multipliedBy(3));
        return missing.isNegative() ? Duration.ZERO : missing;
    }

    private static Duration preemptDelay(Section section, boolean preempt) {
        if (!preempt && section.has(ConfigKey.PREEMPT_DELAY)) {
            section.refuse(
                    ConfigKey.PREEMPT_DELAY, "delays what 'preempt: false' rules out", "remove one of the two lines");
        }
        return section.valueIf(
                preempt, ConfigKey.PREEMPT_DELAY, Values.duration(Duration.ZERO, MAX_DELAY), Duration.ZERO);
    }

    private static ChecksumForm checksum(Section section, VrrpVersion version, boolean isIpv6) {
        boolean hasForms = version == VrrpVersion.V3 && !isIpv6;
        if (section.has(ConfigKey.CHECKSUM) && !hasForms) {
            section.refuse(
                    ConfigKey.CHECKSUM,
                    "there is one form alone in " + (isIpv6 ? "IPv6" : "version 2"),
                    "remove it; it is for version 3 over IPv4");
        }
        return section.valueIf(
                hasForms,
                ConfigKey.CHECKSUM,
                Values.oneOf(ChecksumForm.class, Spelling.LOWER),
                ChecksumForm.WITH_PSEUDO_HEADER);
    }

    private static Optional<String> syncGroup(Section section) {
        return section.value(ConfigKey.SYNC_GROUP, Values.text(NodeConfig::isName, "use 1-32 of A-Z a-z 0-9 _ -"));
    }

    private void checkSyncGroups(List<Section> sections, List<VirtualRouterSettings> routers) {
        Map<String, List<Section>> members = new LinkedHashMap<>();
        Map<String, VirtualRouterSettings> first = new HashMap<>();
        for (int i = 0; i < routers.size(); i++) {
            Section section = sections.get(i);
            VirtualRouterSettings router = routers.get(i);
            router.syncGroup()
                    .ifPresent(group -> checkAlike(section, router, first.computeIfAbsent(group, key -> router)));
            router.syncGroup().ifPresent(group -> members.computeIfAbsent(group, key -> new ArrayList<>())
                    .add(section));
        }
        members.forEach((group, of) -> {
            if (of.size() == 1) {
                problems.warning(
                        of.get(0).line(ConfigKey.SYNC_GROUP),
                        of.get(0).path(ConfigKey.SYNC_GROUP),
                        "no other virtual router is in group '" + group
                                + "', so there is nothing to fail over together",
                        "give the others the same name, or remove the line");
            }
        });
    }

    /** Members can only be director together; otherwise each of two nodes could be the better one on one leg. */
    private static void checkAlike(Section section, VirtualRouterSettings router, VirtualRouterSettings first) {
        if (router.priority() != first.priority() || router.preempt() != first.preempt()) {
            section.refuse(
                    ConfigKey.SYNC_GROUP,
                    "has another priority or preemption than virtual router " + first.id() + " of the same group",
                    "give all members of a group the same: they are director together or not at all");
        }
    }

    private int id(Section section, PlacedRouter place) {
        int id = section.value(ConfigKey.ID, Values.integer(1, 255, "use 1-255, the same on all nodes"), DEFAULT_ID);
        @Nullable
        Section first = firstOfIdentity.putIfAbsent(new Identity(place.interfaceName(), place.isIpv6(), id), section);
        if (first != null) {
            section.refuse(
                    ConfigKey.ID,
                    id + " is the id of " + first.path() + " already, line " + first.line(ConfigKey.ID),
                    "give each virtual router its own");
        }
        return id;
    }

    private static VrrpVersion version(Section section, boolean isIpv6) {
        int number = section.value(
                ConfigKey.VERSION, Values.integer(2, 3, "use 2 or 3, the same on all nodes"), isIpv6 ? 3 : 2);
        if (number == 2 && isIpv6) {
            section.refuse(ConfigKey.VERSION, "version 2 knows no IPv6", "use 3, or remove the line");
        }
        return number == 2 ? VrrpVersion.V2 : VrrpVersion.V3;
    }

    private static Duration interval(Section section, VrrpVersion version) {
        boolean isVersion2 = version == VrrpVersion.V2;
        Duration interval = section.value(
                ConfigKey.ADVERTISEMENT_INTERVAL,
                isVersion2
                        ? Values.duration(Duration.ofSeconds(1), Duration.ofSeconds(255))
                        : Values.duration(MIN_INTERVAL_V3, MAX_INTERVAL_V3),
                DEFAULT_INTERVAL);
        if (!version.isRepresentable(interval.toNanos())) {
            // RFC 3768 section 5.3.7: the field counts seconds; RFC 9568 section 5.2.7: hundredths of them.
            section.refuse(
                    ConfigKey.ADVERTISEMENT_INTERVAL,
                    interval.toMillis() + "ms is not a whole number of "
                            + (isVersion2
                                    ? "seconds, and VRRP version 2 counts no other"
                                    : "hundredths of a second, which VRRP version 3 counts"),
                    isVersion2 ? "use 1s to 255s" : "use 10ms to 40950ms in steps of 10ms");
        }
        return interval;
    }

    private List<Located<IpPrefix>> addresses(Section section, String interfaceName) {
        section.missing(ConfigKey.VIRTUAL_IPS, "list the addresses that the nodes share, like " + EXAMPLE);
        List<Located<IpPrefix>> found = section.values(
                ConfigKey.VIRTUAL_IPS,
                Values.hostPrefix(
                        "use a free address of the interface's subnet with its prefix length, like 10.51.0.100/24"),
                EXAMPLE);
        if (section.isEmptyList(ConfigKey.VIRTUAL_IPS)) {
            section.refuse(
                    ConfigKey.VIRTUAL_IPS, "is empty", "list the addresses that the nodes share, like " + EXAMPLE);
        }
        for (Located<IpPrefix> virtualIp : found) {
            checkUnique(virtualIp, interfaceName);
        }
        if (!found.isEmpty()) {
            checkFamily(section, found);
        }
        return found;
    }

    private void checkUnique(Located<IpPrefix> virtualIp, String interfaceName) {
        @Nullable
        Located<IpPrefix> first =
                firstUse.putIfAbsent(Shared.of(virtualIp.value().address(), interfaceName), virtualIp);
        if (first != null) {
            problems.error(
                    virtualIp.line(),
                    virtualIp.path(),
                    virtualIp.value().address() + " is given twice, first in line " + first.line(),
                    "keep one of them");
        }
    }

    private void checkFamily(Section section, List<Located<IpPrefix>> found) {
        IpAddress first = found.get(0).value().address();
        for (Located<IpPrefix> virtualIp : found) {
            IpAddress address = virtualIp.value().address();
            if (address.isIpv6() != first.isIpv6()) {
                problems.error(
                        virtualIp.line(),
                        virtualIp.path(),
                        address + " is not of the family of " + first
                                + ", and the addresses of one virtual router are all IPv4 or all IPv6",
                        "write a second virtual router for it; it may have the same id");
            } else if (address.isLinkLocalIpv6() && !first.isLinkLocalIpv6()) {
                problems.error(
                        virtualIp.line(),
                        virtualIp.path(),
                        address + " is link-local, and RFC 9568 section 5.2.9 has that first",
                        "write it before " + first);
            }
        }
        int max = first.isIpv6() ? MAX_IPV6_ADDRESSES : MAX_IPV4_ADDRESSES;
        if (found.size() > max) {
            section.refuse(
                    ConfigKey.VIRTUAL_IPS,
                    found.size() + " addresses are more than an advertisement carries",
                    "list " + max + " at most, and the others in a second virtual router");
        }
        if (first.isIpv6() && !first.isLinkLocalIpv6()) {
            problems.warning(
                    section.line(ConfigKey.VIRTUAL_IPS),
                    section.path(ConfigKey.VIRTUAL_IPS),
                    "has no link-local address, which RFC 9568 section 5.2.9 wants first: routers of other makers may"
                            + " refuse the advertisements",
                    "begin with a free one, like fe80::51/64, the same on all nodes");
        }
    }
}
