package io.fairlead.vrrp.watch;

import static io.fairlead.vrrp.AdvertisementVerdict.ADDRESS_LIST_MISMATCH;
import static io.fairlead.vrrp.AdvertisementVerdict.AUTHENTICATION_MISMATCH;
import static io.fairlead.vrrp.AdvertisementVerdict.INTERVAL_MISMATCH;
import static io.fairlead.vrrp.AdvertisementVerdict.OK;
import static io.fairlead.vrrp.AdvertisementVerdict.OWN_ADVERTISEMENT;
import static io.fairlead.vrrp.AdvertisementVerdict.SOURCE_NOT_PEER;
import static io.fairlead.vrrp.AdvertisementVerdict.VERSION_MISMATCH;
import static io.fairlead.vrrp.VirtualRouterState.BACKUP;
import static io.fairlead.vrrp.VirtualRouterState.INITIALIZE;
import static io.fairlead.vrrp.VirtualRouterState.MASTER;
import static io.fairlead.vrrp.watch.WatchedWire.OWN_MAC;
import static io.fairlead.vrrp.watch.WatchedWire.VIP;
import static io.fairlead.vrrp.watch.WatchedWire.VIP6;
import static io.fairlead.vrrp.watch.WatchedWire.address;
import static io.fairlead.vrrp.watch.WatchedWire.backup;
import static io.fairlead.vrrp.watch.WatchedWire.good;
import static io.fairlead.vrrp.watch.WatchedWire.good6;
import static io.fairlead.vrrp.watch.WatchedWire.mac;
import static io.fairlead.vrrp.watch.WatchedWire.master;
import static io.fairlead.vrrp.watch.WatchedWire.station;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.VrrpVersion;
import io.fairlead.vrrp.watch.WatchedWire.Sent;
import io.fairlead.vrrp.watch.WatchedWire.Station;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the watch says of a situation that lasts for twenty seconds. This node is n1, 10.51.0.1, in VRID 51 of both families.
 *
 * <pre>
 *   nodes known   on the wire                                      said
 *   -----------   ----------------------------------------------   ----------------------------------
 *   n2, n3        n2 advertises as we would                        nothing
 *   n2            a stranger, our settings                         PEER_WITHOUT_FAIRLEAD
 *   none          a stranger, our settings                         nothing: it may be meant
 *   any           a stranger, other settings                       FOREIGN_SPEAKER
 *   any           a configured unicast peer, our settings          nothing
 *   any           another VRID, our own MAC                        nothing
 *   any           our address, another MAC                         OWN_ADDRESS_TAKEN
 *   n2            n2, other version, interval, addresses, peers    VERSION_DIFFERS, INTERVAL_DIFFERS ...
 *   n2            n2, other secret, key, clock                     AUTHENTICATION_FAILS
 *   n2            VIP claimed by a stranger, or by backup n2       DUPLICATE_VIRTUAL_IP
 *   n2            VIP claimed by the director                      nothing
 *   n2 master     n2 is not heard                                  ADVERTISEMENTS_NOT_HEARD
 *   n2 deaf       we are master                                    OWN_ADVERTISEMENTS_NOT_HEARD
 *   n2, n3        two advertise, or one while we are master        TWO_DIRECTORS
 * </pre>
 */
final class WireWatchTest {

    private static final long START_NS = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();
    private static final IpAddress OTHER_VIP = IpAddress.parse("10.51.0.200");
    private static final Sent OTHER_VIPS = new Sent(VrrpVersion.V2, 51, 1_000_000_000L, 0, List.of(VIP, OTHER_VIP));
    private static final Sent SLOWER = new Sent(VrrpVersion.V2, 51, 2_000_000_000L, 0, List.of(VIP));
    private static final Sent NEWER = new Sent(VrrpVersion.V3, 51, 1_000_000_000L, 0, List.of(VIP));
    private static final Sent SECRET = new Sent(VrrpVersion.V2, 51, 1_000_000_000L, 1, List.of(VIP));
    private static final Sent OTHER_VRID = new Sent(VrrpVersion.V2, 52, 1_000_000_000L, 0, List.of(OTHER_VIP));

    /** A row of the table: before the clock's overflow and beyond it, so that times are compared as they must be. */
    record Row(String situation, Consumer<WatchedWire> given, List<String> said) {
        @Override
        public String toString() {
            return situation;
        }
    }

    private static Row row(final String situation, final Consumer<WatchedWire> given, final String... said) {
        return new Row(situation, given, List.of(said));
    }

    static Stream<Row> rows() {
        return Stream.of(
                row("a director of the cluster", wire -> wire.reports(2, master(2))
                        .reports(3, backup(address(2)))
                        .speaks("n2", good(2))),
                row("a director that advertises by another interface than it reports from", wire -> wire.reports(
                                new ClusterNode("n2", address(2), mac(99), true, true, List.of(master(2))))
                        .speaks("n2", good(2))),
                row("a director whose reports have ceased", wire -> wire.reports(
                                new ClusterNode("n2", address(2), mac(2), false, true, List.of(master(2))))
                        .speaks("n2", good(2))),
                row(
                        "a stranger with our settings",
                        wire -> wire.reports(2, backup(address(9))).speaks("k", good(9)),
                        "raised PEER_WITHOUT_FAIRLEAD 10.51.0.9 (MAC 02:00:00:00:00:09)"),
                row(
                        "a stranger in the other family",
                        wire -> wire.reports(2, backup(null)).speaks("k", good6(9)),
                        "raised PEER_WITHOUT_FAIRLEAD fe80::9 (MAC 02:00:00:00:00:09)"),
                row("a stranger with our settings, and no cluster", wire -> wire.speaks("k", good(9))),
                row(
                        "a stranger with other addresses, and no cluster",
                        wire -> wire.speaks("k", station(9, ADDRESS_LIST_MISMATCH, OTHER_VIPS)),
                        "raised FOREIGN_SPEAKER 10.51.0.9 (MAC 02:00:00:00:00:09)"),
                row(
                        "a stranger of another version",
                        wire -> wire.reports(2, backup(null)).speaks("k", station(9, VERSION_MISMATCH, NEWER)),
                        "raised FOREIGN_SPEAKER 10.51.0.9 (MAC 02:00:00:00:00:09)"),
                row(
                        "a stranger that is refused is no director, and has no right to the address",
                        wire -> wire.is(MASTER)
                                .speaks("k", station(9, AUTHENTICATION_MISMATCH, SECRET))
                                .passes(1)
                                .claims(VIP, mac(9)),
                        "raised FOREIGN_SPEAKER 10.51.0.9 (MAC 02:00:00:00:00:09)",
                        "raised DUPLICATE_VIRTUAL_IP 10.51.0.100 at MAC 02:00:00:00:00:09"),
                row(
                        "a stranger that took a node's address",
                        wire -> wire.reports(2, backup(null))
                                .speaks("k", new Station(address(2), mac(9), 90, OK, Sent.GOOD)),
                        "raised PEER_WITHOUT_FAIRLEAD 10.51.0.2 (MAC 02:00:00:00:00:09)"),
                row("a group of its own", wire -> wire.reports(2, backup(null))
                        .speaks("k", station(9, OK, OTHER_VRID))),
                row("our own frames come back", wire -> wire.is(MASTER)
                        .speaks("loop", new Station(address(1), OWN_MAC, 100, OWN_ADVERTISEMENT, Sent.GOOD))),
                row(
                        "our own address at another MAC",
                        wire -> wire.speaks("k", new Station(address(1), mac(9), 100, OWN_ADVERTISEMENT, Sent.GOOD)),
                        "raised OWN_ADDRESS_TAKEN MAC 02:00:00:00:00:09"),
                row(
                        "a node with other addresses",
                        wire -> wire.reports(2, master(2)).speaks("n2", station(2, ADDRESS_LIST_MISMATCH, OTHER_VIPS)),
                        "raised VIRTUAL_IPS_DIFFER n2 (10.51.0.2)"),
                row(
                        "a node with another interval",
                        wire -> wire.reports(2, master(2)).speaks("n2", station(2, INTERVAL_MISMATCH, SLOWER)),
                        "raised INTERVAL_DIFFERS n2 (10.51.0.2)"),
                row(
                        "a node of another version",
                        wire -> wire.reports(2, master(2)).speaks("n2", station(2, VERSION_MISMATCH, NEWER)),
                        "raised VERSION_DIFFERS n2 (10.51.0.2)"),
                row(
                        "a node with a password",
                        wire -> wire.reports(2, master(2)).speaks("n2", station(2, AUTHENTICATION_MISMATCH, SECRET)),
                        "raised AUTHENTICATION_FAILS n2 (10.51.0.2)"),
                row(
                        "a node that is no unicast peer",
                        wire -> wire.reports(2, master(2)).speaks("n2", station(2, SOURCE_NOT_PEER, Sent.GOOD)),
                        "raised TRANSPORT_DIFFERS n2 (10.51.0.2)"),
                row(
                        "a virtual IP at a stranger's MAC",
                        wire -> wire.reports(2, master(2)).speaks("n2", good(2)).claims(VIP, mac(9)),
                        "raised DUPLICATE_VIRTUAL_IP 10.51.0.100 at MAC 02:00:00:00:00:09"),
                row(
                        "a virtual IP of the other family at a stranger's MAC",
                        wire -> wire.claims(VIP6, mac(9)),
                        "raised DUPLICATE_VIRTUAL_IP fe80::100 at MAC 02:00:00:00:00:09"),
                row(
                        "a virtual IP at a backup's MAC",
                        wire -> wire.is(MASTER).reports(2, backup(address(1))).claims(VIP, mac(2)),
                        "raised DUPLICATE_VIRTUAL_IP 10.51.0.100 at MAC 02:00:00:00:00:02"),
                row("a virtual IP at the MAC of a director that reports no views", wire -> wire.reports(
                                new ClusterNode("n2", address(2), mac(2), true, true, List.of()))
                        .claims(VIP, mac(2))),
                row(
                        "a virtual IP at the MAC of a director of another make",
                        wire -> wire.speaks("k", good(9)).passes(1).claims(VIP, mac(9))),
                row("our own announcement comes back", wire -> wire.claims(VIP, OWN_MAC)),
                row("another address", wire -> wire.claims(OTHER_VIP, mac(9))),
                row(
                        "a director that is not heard",
                        wire -> wire.is(BACKUP).reports(2, master(2)),
                        "raised ADVERTISEMENTS_NOT_HEARD n2 (10.51.0.2)"),
                row("a director that is not heard, while we do not take part", wire -> wire.is(INITIALIZE)
                        .reports(2, master(2))),
                row("a director that is not heard and whose reports have ceased", wire -> wire.is(BACKUP)
                        .reports(new ClusterNode("n2", address(2), mac(2), false, true, List.of(master(2))))),
                row(
                        "a director that is refused is heard nevertheless",
                        wire -> wire.is(BACKUP)
                                .reports(2, master(2))
                                .speaks("n2", station(2, AUTHENTICATION_MISMATCH, SECRET)),
                        "raised AUTHENTICATION_FAILS n2 (10.51.0.2)"),
                row(
                        "a node that does not hear us",
                        wire -> wire.is(MASTER).reports(2, backup(address(1))).reports(3, backup(null)),
                        "raised OWN_ADVERTISEMENTS_NOT_HEARD n3 (10.51.0.3)"),
                row("a node that hears nobody, as nobody is master", wire -> wire.is(BACKUP)
                        .reports(3, backup(null))),
                row(
                        "a master beside us",
                        wire -> wire.is(MASTER).reports(2, master(2)).speaks("n2", good(2)),
                        "raised TWO_DIRECTORS n2 (10.51.0.2)"),
                row(
                        "two masters",
                        wire -> wire.is(BACKUP)
                                .reports(2, master(2))
                                .reports(3, master(3))
                                .speaks("n3", good(3))
                                .speaks("n2", good(2)),
                        "raised TWO_DIRECTORS n2 (10.51.0.2) and n3 (10.51.0.3)"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldNameTroubleAndNothingElseWhenSituationLasts(final Row row) {
        final WatchedWire wire = new WatchedWire(START_NS);
        row.given().accept(wire);
        wire.passes(20);
        assertThat(wire.told()).isEqualTo(row.said());
        assertThat(wire.overflow()).isZero();

        // it goes on across the overflow of the clock: perhaps a reminder, but nothing new, and nothing ends but a
        // single claim
        wire.passes(40);
        assertThat(wire.told()).allMatch(line -> line.startsWith("lasts"));
        final boolean isSeenOnce = row.said().toString().contains("DUPLICATE");
        assertThat(wire.troubles())
                .hasSameSizeAs(row.said())
                .allMatch(trouble -> wire.agoNs(trouble)
                        < Duration.ofSeconds(isSeenOnce ? 65 : 3).toNanos());
    }

    @Test
    void shouldSayWhoWhatAndWhatToDo() {
        final WatchedWire wire = new WatchedWire(0);
        wire.reports(2, master(2))
                .speaks("n2", station(2, ADDRESS_LIST_MISMATCH, OTHER_VIPS))
                .passes(3);
        final Trouble trouble = wire.trouble();
        assertThat(trouble.line())
                .isEqualTo("(VI_51) n2 (10.51.0.2) advertises the virtual IPs 10.51.0.100, 10.51.0.200, this node has"
                        + " 10.51.0.100. Remedy: configure the same virtualIps on all nodes of VRID 51");
        assertThat(trouble.count()).isEqualTo(3);
        assertThat(trouble.lastSeenNs() - trouble.firstSeenNs())
                .isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void shouldShowFewOfManyAddresses() {
        final List<IpAddress> many =
                IntStream.range(0, 255).mapToObj(WatchedWire::address).toList();
        final WatchedWire wire = new WatchedWire(0);
        wire.reports(2, master(2))
                .hears(station(2, ADDRESS_LIST_MISMATCH, new Sent(VrrpVersion.V2, 51, 1_000_000_000L, 0, many)));
        assertThat(wire.trouble().cause()).contains("10.51.0.3 and 251 more").hasSizeLessThan(200);
    }

    @ParameterizedTest
    @EnumSource(AdvertisementVerdict.class)
    void shouldNameEveryRefusalOfAnAdvertisementWithTheRightSettings(final AdvertisementVerdict verdict) {
        final WatchedWire wire = new WatchedWire(0);
        wire.reports(2, master(2)).hears(station(2, verdict, Sent.GOOD));
        final List<TroubleKind> kinds =
                wire.troubles().stream().map(Trouble::kind).toList();
        assertThat(kinds)
                .isEqualTo(
                        switch (verdict) {
                            case AUTHENTICATION_MISMATCH,
                                    PASSWORD_WRONG,
                                    AUTHENTICATION_MISSING,
                                    AUTHENTICATION_MALFORMED,
                                    AUTHENTICATION_STALE,
                                    AUTHENTICATION_UNKNOWN_KEY,
                                    AUTHENTICATION_WRONG,
                                    AUTHENTICATION_REPLAYED -> List.of(TroubleKind.AUTHENTICATION_FAILS);
                            case SOURCE_NOT_PEER, DESTINATION_NOT_MULTICAST, DESTINATION_NOT_OURS ->
                                List.of(TroubleKind.TRANSPORT_DIFFERS);
                            // the settings, which are ours here, or nothing that is ever decoded
                            default -> List.of();
                        });
    }

    @Test
    void shouldTellOnceAMinuteWhileItLastsAndOnceWhenItIsOver() {
        final WatchedWire wire = new WatchedWire(0);
        wire.reports(2, master(2))
                .speaks("n2", station(2, INTERVAL_MISMATCH, SLOWER))
                .passes(150);
        final String subject = "INTERVAL_DIFFERS n2 (10.51.0.2)";
        assertThat(wire.told()).containsExactly("raised " + subject, "lasts " + subject, "lasts " + subject);
        wire.isSilent("n2").passes(55);
        assertThat(wire.told()).isEmpty();
        assertThat(wire.troubles()).hasSize(1);
        wire.passes(10);
        assertThat(wire.told()).containsExactly("cleared " + subject);
        assertThat(wire.troubles()).isEmpty();
        wire.speaks("n2", station(2, INTERVAL_MISMATCH, SLOWER)).passes(3);
        assertThat(wire.told()).containsExactly("raised " + subject);
    }

    @Test
    void shouldKeepTroubleForThreeIntervalsWhenTheyAreLong() {
        final long longest = Duration.ofSeconds(255).toNanos();
        final Sent slowest = new Sent(VrrpVersion.V2, 51, longest, 0, List.of(VIP, OTHER_VIP));
        final WatchedWire wire = new WatchedWire(0, config -> config.advertisementIntervalNs(longest));
        wire.reports(2, master(2))
                .speaks("n2", station(2, ADDRESS_LIST_MISMATCH, slowest))
                .passes(1000);
        assertThat(wire.told()).noneMatch(line -> line.startsWith("cleared"));
        assertThat(wire.trouble().count()).isEqualTo(3);
    }

    @Test
    void shouldForgetStrangerWhenItTurnsOutToBeANode() {
        final WatchedWire wire = new WatchedWire(0);
        wire.reports(3, backup(null))
                .speaks("n2", good(2))
                .passes(4)
                .reports(2, master(2))
                .passes(20);
        assertThat(wire.told()).isEmpty();
    }

    @Test
    void shouldAcceptConfiguredPeerOfAnotherMake() {
        final WatchedWire wire = new WatchedWire(0, config -> config.unicastPeers(List.of(address(9))));
        wire.reports(2, backup(address(9))).speaks("k", good(9)).passes(20);
        assertThat(wire.told()).isEmpty();
        wire.speaks("k", station(9, ADDRESS_LIST_MISMATCH, OTHER_VIPS)).passes(2);
        assertThat(wire.told()).containsExactly("raised VIRTUAL_IPS_DIFFER 10.51.0.9 (MAC 02:00:00:00:00:09)");
    }

    @Test
    void shouldSayUnicastWhenPeersAreConfigured() {
        final WatchedWire wire = new WatchedWire(0, config -> config.unicastPeers(List.of(address(2))));
        wire.is(BACKUP).reports(2, master(2)).passes(20);
        assertThat(wire.trouble().cause()).contains("unicast").doesNotContain("224.0.0.18");
        assertThat(wire.trouble().remedy()).contains("unicastPeers");
    }

    @Test
    void shouldNameTheGroupWhenMulticastIsFiltered() {
        final WatchedWire wire = new WatchedWire(0);
        wire.is(BACKUP).reports(2, master(2)).passes(20);
        assertThat(wire.trouble().line())
                .isEqualTo("(VI_51) n2 (10.51.0.2) says that it is director of VRID 51, but its advertisements do not"
                        + " arrive here: multicast to 224.0.0.18 is filtered between us. Remedy: give the switches a querier"
                        + " or turn IGMP snooping off, look for an ACL or a firewall, or configure unicastPeers");
    }

    @Test
    void shouldNotMistakeAHandOverForTwoDirectors() {
        final WatchedWire wire = new WatchedWire(0);
        wire.is(BACKUP)
                .reports(2, master(2))
                .reports(3, backup(address(2)))
                .speaks("n2", good(2))
                .passes(10);
        // n3 preempts: for one interval both advertise, and the reports of both come late
        wire.speaks("n3", good(3)).claims(VIP, mac(3)).passes(1).isSilent("n2").passes(1);
        wire.reports(2, backup(address(3))).reports(3, master(3)).passes(20);
        assertThat(wire.told()).isEmpty();
        // n3 resigns, and we are next
        wire.isSilent("n3")
                .hears(new Station(address(3), mac(3), 0, OK, Sent.GOOD))
                .passes(0.7)
                .is(MASTER);
        wire.reports(3, backup(null)).passes(1).reports(3, backup(address(1))).reports(2, backup(address(1)));
        wire.passes(20);
        assertThat(wire.told()).isEmpty();
    }

    @Test
    void shouldNotMistakeAShortAbsenceForTwoDirectors() {
        final WatchedWire wire = new WatchedWire(0);
        wire.is(BACKUP)
                .reports(2, master(2))
                .reports(3, backup(address(2)))
                .speaks("n2", good(2))
                .passes(10);
        wire.isSilent("n2").hears(new Station(address(2), mac(2), 0, OK, Sent.GOOD));
        wire.reports(2, backup(null))
                .reports(3, master(3))
                .speaks("n3", good(3))
                .passes(3);
        wire.isSilent("n3")
                .reports(3, backup(address(2)))
                .reports(2, master(2))
                .speaks("n2", good(2))
                .passes(10);
        assertThat(wire.told()).isEmpty();
    }

    @Test
    void shouldBelieveRightfulClaimThatIsHeardBeforeAnythingElseOfANewDirector() {
        final WatchedWire wire = new WatchedWire(0);
        wire.is(BACKUP).reports(2, backup(null)).claims(VIP, mac(2)).passes(1);
        wire.reports(2, master(2)).speaks("n2", good(2)).passes(20);
        assertThat(wire.told()).isEmpty();
    }

    @Test
    void shouldBelieveClaimOfADirectorThatGivesUpAfterwards() {
        final WatchedWire wire = new WatchedWire(0);
        wire.is(BACKUP).reports(2, master(2)).speaks("n2", good(2)).passes(5).claims(VIP, mac(2));
        wire.isSilent("n2").reports(2, backup(null)).passes(20);
        assertThat(wire.told()).isEmpty();
    }

    @Test
    void shouldNameOnceAMinuteWhoClaimsANodesAddressWithBothMacAddresses() {
        final WatchedWire wire = new WatchedWire(0);
        wire.reports(2, master(2)).reports(3);
        for (int second = 0; second < 130; second++) {
            wire.claimsNode(2, mac(66)).passes(1);
        }
        final String subject = "NODE_ADDRESS_CLAIMED n2 (10.51.0.2)";
        assertThat(wire.told()).containsExactly("raised " + subject, "lasts " + subject, "lasts " + subject);
        assertThat(wire.trouble().line())
                .isEqualTo("MAC 02:00:00:00:00:42 claims the address of node n2 (10.51.0.2), which reports from MAC"
                        + " 02:00:00:00:00:02: the claim is not believed. Remedy: find the machine by its MAC address in the"
                        + " switch, and take the address from it; if there is none, somebody forges ARP");
        wire.passes(70);
        assertThat(wire.told()).containsExactly("cleared " + subject);

        wire.claimsNode(2, mac(3)).passes(7);
        assertThat(wire.trouble().cause()).startsWith("MAC 02:00:00:00:00:03 of n3 (10.51.0.3) claims the address");
    }

    @Test
    void shouldBelieveANodeThatClaimsItsAddressForTheMacOfItsNextReport() {
        final WatchedWire wire = new WatchedWire(0);
        wire.reports(2, master(2)).claimsNode(2, mac(66)).passes(1);
        wire.reports(new ClusterNode("n2", address(2), mac(66), true, false, List.of()))
                .passes(20);
        wire.claimsNode(9, mac(66)).passes(20);
        assertThat(wire.troubles()).isEmpty();
    }

    @Test
    void shouldStayBoundedWhenClaimsOfANodesAddressAreForged() {
        final WatchedWire wire = new WatchedWire(0);
        wire.reports(2, master(2));
        for (int number = 0; number < 1000; number++) {
            wire.claimsNode(2, mac(1000 + number));
        }
        wire.passes(20);
        assertThat(wire.troubles()).hasSize(1);
        assertThat(wire.overflow()).isEqualTo(1000 - 64);
    }

    @Test
    void shouldConcludeNothingWhenItSlept() {
        final WatchedWire wire = new WatchedWire(0);
        wire.is(BACKUP).reports(2, master(2)).speaks("n2", good(2)).passes(10).claims(VIP, mac(3));
        wire.sleeps(30).passes(0.1).passes(20);
        assertThat(wire.told()).isEmpty();
        // not heard for a moment on both sides of a sleep is not unheard all the time
        wire.isSilent("n2").passes(5).sleeps(30).passes(5);
        assertThat(wire.told()).isEmpty();
    }

    @Test
    void shouldStayBoundedAndKeepRoomForOtherTroubleWhenSourcesAreForged() {
        final WatchedWire wire = new WatchedWire(0);
        wire.reports(2, backup(null)).is(MASTER);
        for (int round = 0; round < 8; round++) {
            for (int i = 0; i < 1000; i++) {
                final IpAddress source = IpAddress.ofIpv4(0x0A340000 | i);
                wire.hears(new Station(source, mac(1000 + i), 254, ADDRESS_LIST_MISMATCH, OTHER_VIPS));
                wire.claims(VIP, mac(1000 + i));
            }
            wire.passes(1);
        }
        wire.passes(10);
        assertThat(wire.troubles()).hasSizeLessThanOrEqualTo(TroubleBook.CAPACITY);
        assertThat(wire.told())
                .hasSizeLessThanOrEqualTo(TroubleBook.CAPACITY)
                .contains("raised OWN_ADVERTISEMENTS_NOT_HEARD n2 (10.51.0.2)");
        assertThat(wire.overflow()).isGreaterThan(10_000);
        // what was forged is forgotten in time
        wire.passes(200);
        assertThat(wire.troubles()).extracting(Trouble::kind).containsExactly(TroubleKind.OWN_ADVERTISEMENTS_NOT_HEARD);
    }
}
