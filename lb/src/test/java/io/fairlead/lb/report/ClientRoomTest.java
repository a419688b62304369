package io.fairlead.lb.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientRoomTest {

    private static final Handshake BOTH = new Handshake(1, 2);

    private final Authenticator authenticator = Authenticator.keyed(Samples.key());
    private final MessageEncoder encoder = new MessageEncoder(authenticator);
    private final MessageDecoder decoder = new MessageDecoder(Samples.CLUSTER, authenticator);

    @Test
    void shouldHoldAsMuchIpv4AsEveryVersionTakesAndLessIpv6() {
        assertThat(count(ClientRoom.ofAssignments(), Samples.CLIENT)).isEqualTo(160);
        assertThat(count(ClientRoom.ofAssignments(), Samples.CLIENT_IPV6)).isEqualTo(63);
        assertThat(count(ClientRoom.ofOwnedClients(), Samples.CLIENT)).isEqualTo(320);
        assertThat(count(ClientRoom.ofOwnedClients(), Samples.CLIENT_IPV6)).isEqualTo(79);
    }

    @Test
    void shouldBeEmptyAgainWhenCleared() {
        final ClientRoom room = ClientRoom.ofAssignments();
        count(room, Samples.CLIENT_IPV6);
        room.clear();
        assertThat(count(room, Samples.CLIENT_IPV6)).isEqualTo(63);
    }

    private static int count(final ClientRoom room, final IpAddress client) {
        int taken = 0;
        while (room.take(client)) {
            taken++;
        }
        return taken;
    }

    /** Whatever mix fills the room: it comes out of a message as it went in, with IPv4 first, and the message fits its packet. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldCarryAnyMixOfFamilies(final long seed) {
        final Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            final List<IpAddress> owned = fill(ClientRoom.ofOwnedClients(), random);
            assertCarried(new OwnerAnswer(1, 2, true, owned), new OwnerAnswer(1, 2, true, ipv4First(owned)));
            final List<IpAddress> sticky = fill(ClientRoom.ofAssignments(), random);
            assertCarried(
                    new StickyDelta(1, 2, Samples.assignments(sticky)),
                    new StickyDelta(1, 2, Samples.assignments(ipv4First(sticky))));
            assertCarried(
                    new StickySnapshot(1, 2, 3, true, Samples.assignments(sticky)),
                    new StickySnapshot(1, 2, 3, true, Samples.assignments(ipv4First(sticky))));
        }
    }

    private static List<IpAddress> fill(final ClientRoom room, final Random random) {
        final List<IpAddress> clients = new ArrayList<>();
        final int ipv6Percent = random.nextInt(101);
        IpAddress next = client(random, ipv6Percent);
        while (room.take(next)) {
            clients.add(next);
            next = client(random, ipv6Percent);
        }
        return clients;
    }

    private static IpAddress client(final Random random, final int ipv6Percent) {
        return random.nextInt(100) < ipv6Percent
                ? IpAddress.ofIpv6(0x2000_0000_0000_0000L | random.nextLong() >>> 4, random.nextLong())
                : IpAddress.ofIpv4(random.nextInt());
    }

    private static List<IpAddress> ipv4First(final List<IpAddress> clients) {
        final List<IpAddress> sorted = new ArrayList<>(clients);
        sorted.sort((a, b) -> Boolean.compare(a.isIpv6(), b.isIpv6()));
        return sorted;
    }

    private void assertCarried(final Body sent, final Body read) {
        final Header header = Samples.message(sent).header();
        final byte[] payload = encoder.encode(new Message(header, BOTH, sent));
        assertThat(payload).hasSizeLessThanOrEqualTo(HeaderLayout.MAX_PAYLOAD_LENGTH);
        assertThat(decoder.decode(payload)).isEqualTo(new Decoded(Verdict.OK, new Message(header, BOTH, read)));
    }
}
