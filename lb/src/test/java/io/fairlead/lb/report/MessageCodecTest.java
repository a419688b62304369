package io.fairlead.lb.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageCodecTest {

    private final Authenticator authenticator = Authenticator.keyed(Samples.key());
    private final MessageEncoder encoder = new MessageEncoder(authenticator);
    private final MessageDecoder decoder = new MessageDecoder(Samples.CLUSTER, authenticator);
    private final MessageEncoder openEncoder = new MessageEncoder(Authenticator.open());
    private final MessageDecoder openDecoder = new MessageDecoder(Samples.CLUSTER, Authenticator.open());

    static Stream<Body> allBodies() {
        return Stream.concat(Samples.bodies().stream(), Samples.longestBodies().stream());
    }

    @ParameterizedTest
    @MethodSource("allBodies")
    void shouldReadWhatItWrote(final Body body) {
        final Message message = new Message(Samples.message(body).header(), new Handshake(11, 12), body);
        final byte[] payload = encoder.encode(message);
        assertThat(payload).hasSizeLessThanOrEqualTo(1480);
        assertThat(decoder.decode(payload)).isEqualTo(new Decoded(Verdict.OK, message));
        assertThat(openDecoder.decode(openEncoder.encode(message))).isEqualTo(new Decoded(Verdict.OK, message));
    }

    @Test
    void shouldKeepFailingRedirectsWhenThereAreTooMany() {
        final Report report = new Report(
                "n1",
                Role.BACKUP,
                1,
                List.of(),
                Load.NONE,
                false,
                IntStream.rangeClosed(1, 300)
                        .mapToObj(port -> new RedirectHealth(port, port > 290 ? HealthReason.TIMEOUT : HealthReason.OK))
                        .toList(),
                true,
                false,
                0,
                0,
                List.of(),
                Balancing.UNSAID,
                ReportPace.UNSAID);
        final Message read = Objects.requireNonNull(
                decoder.decode(encoder.encode(Samples.message(report))).message());
        assertThat(((Report) read.body()).redirects())
                .hasSize(Report.MAX_REDIRECTS)
                .filteredOn(redirect -> redirect.reason() == HealthReason.TIMEOUT)
                .hasSize(10);
    }

    @Test
    void shouldSayAtTwoRedirectsAtLeastWhereTheProxyListensWhenAReportIsAtItsLongest() {
        final Report longest = (Report) Samples.longestBodies().get(0);
        final List<RedirectHealth> bound = longest.redirects().stream()
                .map(redirect -> new RedirectHealth(
                        redirect.originalPort(), HealthReason.LISTENS_ELSEWHERE, List.of(IpAddress.parse("127.0.0.1"))))
                .toList();
        final Report report = new Report(
                longest.name(),
                longest.role(),
                longest.priority(),
                longest.virtualRouterIds(),
                longest.load(),
                false,
                bound,
                true,
                true,
                -1,
                Long.MAX_VALUE,
                longest.virtualRouters(),
                longest.balancing(),
                longest.pace(),
                longest.managementIp6(),
                longest.mtu());
        final Message message = new Message(Samples.message(report).header(), new Handshake(11, 12), report);
        final byte[] payload = encoder.encode(message);
        assertThat(payload).hasSizeLessThanOrEqualTo(1480);
        final Report read = (Report)
                Objects.requireNonNull(decoder.decode(payload).message()).body();
        assertThat(read.redirects()).hasSameSizeAs(bound);
        assertThat(read.redirects())
                .filteredOn(redirect -> !redirect.listeners().isEmpty())
                .hasSize(2);
    }

    /** The last 8 bytes are the field's value. */
    @ParameterizedTest
    @CsvSource({"00000013, 03", "00002711, 03", "ffffffff, 03", "000003e8, 00"})
    void shouldNotBelieveAPaceThatNobodyCanKeepTo(final String interval, final String missed) {
        final byte[] written = openEncoder.encode(Samples.message(Samples.withPace(new ReportPace(1000, 3))));
        final byte[] pace = HexFormat.of().parseHex(interval + missed + "000000");
        System.arraycopy(pace, 0, written, written.length - pace.length, pace.length);
        assertThat(openDecoder.decode(written)).isEqualTo(new Decoded(Verdict.OK, Samples.message(Samples.REPORT)));
    }

    /** The last 16 bytes are the field's value. */
    @ParameterizedTest
    @ValueSource(strings = {"::", "ff02::1", "fe80::1", "::ffff:10.51.0.1"})
    void shouldNotBelieveAnIpv6AddressThatNoNodeHasForItsClients(final String address) {
        final byte[] written = openEncoder.encode(Samples.message(Samples.withManagementIp6(Samples.NODE_1_IPV6)));
        final IpAddress instead = IpAddress.parse(address);
        ByteBuffer.wrap(written, written.length - 16, 16)
                .putLong(instead.high())
                .putLong(instead.low());
        assertThat(openDecoder.decode(written)).isEqualTo(new Decoded(Verdict.OK, Samples.message(Samples.REPORT)));
    }

    @Test
    void shouldNameWhatIsWrongWithTheFraming() {
        final byte[] good = openEncoder.encode(Samples.message(Samples.REPORT));
        assertThat(openVerdict(good, m -> {})).isEqualTo(Verdict.OK);
        assertThat(openVerdict(Arrays.copyOf(good, 67), m -> {})).isEqualTo(Verdict.TRUNCATED);
        assertThat(openVerdict(Arrays.copyOf(good, good.length - 1), m -> {})).isEqualTo(Verdict.TRUNCATED);
        assertThat(openVerdict(Arrays.copyOf(good, good.length + 1), m -> {})).isEqualTo(Verdict.BAD_LENGTH);
        assertThat(openVerdict(good, m -> m.put(0, (byte) 0))).isEqualTo(Verdict.BAD_MAGIC);
        assertThat(openVerdict(good, m -> m.put(2, (byte) 2))).isEqualTo(Verdict.UNKNOWN_VERSION);
        assertThat(openVerdict(good, m -> m.put(3, (byte) 99))).isEqualTo(Verdict.UNKNOWN_TYPE);
        assertThat(openVerdict(good, m -> m.put(4, (byte) 1))).isEqualTo(Verdict.UNEXPECTED_HMAC);
        assertThat(openVerdict(good, m -> m.putInt(8, 1))).isEqualTo(Verdict.OTHER_CLUSTER);
        assertThat(openVerdict(good, m -> m.putInt(44, 1))).isEqualTo(Verdict.UNSUPPORTED_ADDRESS);
        assertThat(openVerdict(good, m -> m.putLong(52, 1))).isEqualTo(Verdict.UNSUPPORTED_ADDRESS);
        assertThat(openVerdict(good, m -> m.putShort(70, (short) 2000))).isEqualTo(Verdict.BAD_LENGTH);
    }

    @Test
    void shouldNameContentThatIsMissingOrOutOfRange() {
        final byte[] good = openEncoder.encode(Samples.message(Samples.REPORT));
        // the first field is NODE: renamed to an unknown one it is skipped, so it is missing
        assertThat(openVerdict(good, m -> m.putShort(68, (short) 4000))).isEqualTo(Verdict.BAD_CONTENT);
        assertThat(openVerdict(good, m -> m.put(72, (byte) 77))).isEqualTo(Verdict.BAD_CONTENT);
        final int nameAt = good.length - 12 - 2;
        assertThat(openVerdict(good, m -> m.put(nameAt, (byte) 0x1B))).isEqualTo(Verdict.BAD_CONTENT);
        for (final Body body : Samples.bodies()) {
            final byte[] other = openEncoder.encode(Samples.message(body));
            assertThat(openVerdict(other, m -> m.putShort(68, (short) 4000))).isEqualTo(Verdict.BAD_CONTENT);
        }
    }

    @Test
    void shouldSkipUnknownFieldsAndLongerOnes() {
        final byte[] good = openEncoder.encode(Samples.message(new OwnerQuery(7)));
        final byte[] cut = Arrays.copyOf(good, good.length + 2);
        ByteBuffer.wrap(cut).putShort(6, (short) cut.length);
        assertThat(openDecoder.decode(cut).verdict()).isEqualTo(Verdict.BAD_LENGTH);
        // the query field grows by four bytes, and an unknown field follows
        final byte[] exact = Arrays.copyOf(good, good.length + 4 + 8);
        ByteBuffer.wrap(exact)
                .putShort(6, (short) exact.length)
                .putShort(70, (short) 8)
                .putLong(good.length + 4, 0x7FFF_0004_DEAD_BEEFL);
        assertThat(openDecoder.decode(exact)).isEqualTo(new Decoded(Verdict.OK, Samples.message(new OwnerQuery(7))));
    }

    @Test
    void shouldReadTheSameReportWhenAnOlderNodeKnowsNoVirtualRouterViews() {
        final byte[] newer = openEncoder.encode(Samples.message(Samples.withViews(Samples.VIEWS)));
        final int fieldLength = 4 + 20 * Samples.VIEWS.size();
        final int field = newer.length - fieldLength;
        assertThat(ByteBuffer.wrap(newer).getShort(field)).isEqualTo((short) FieldType.VIRTUAL_ROUTER_VIEWS);

        // to an older node the field has a type that it does not know
        ByteBuffer.wrap(newer).putShort(field, (short) 0x7FFF);
        assertThat(openDecoder.decode(newer)).isEqualTo(new Decoded(Verdict.OK, Samples.message(Samples.REPORT)));

        // and what an older node writes ends where the field would begin
        final byte[] older = Arrays.copyOf(newer, field);
        ByteBuffer.wrap(older).putShort(6, (short) older.length);
        assertThat(older).isEqualTo(openEncoder.encode(Samples.message(Samples.REPORT)));
        assertThat(openDecoder.decode(older)).isEqualTo(new Decoded(Verdict.OK, Samples.message(Samples.REPORT)));
    }

    @Test
    void shouldSkipVirtualRouterViewsOfAnotherKindAndRefuseABrokenList() {
        final byte[] good = openEncoder.encode(Samples.message(Samples.withViews(Samples.VIEWS)));
        final int field = good.length - 20 * Samples.VIEWS.size();
        final byte[] strange = good.clone();
        strange[field] = 0;
        strange[field + 20 + 1] = 7;
        strange[field + 2 * 20 + 2] = 3;
        assertThat(openDecoder.decode(strange))
                .isEqualTo(new Decoded(Verdict.OK, Samples.message(Samples.withViews(List.of(Samples.VIEWS.get(3))))));
        final byte[] broken = Arrays.copyOf(good, good.length - 1);
        ByteBuffer.wrap(broken).putShort(6, (short) broken.length).putShort(field - 2, (short)
                (20 * Samples.VIEWS.size() - 1));
        assertThat(openDecoder.decode(broken).verdict()).isEqualTo(Verdict.BAD_CONTENT);
    }

    @Test
    void shouldTakeTheWeightForNormalAndThePolicyForUnknownWhenAnOlderNodeSaysNothing() {
        final byte[] older = openEncoder.encode(Samples.message(Samples.REPORT));
        final byte[] newer = openEncoder.encode(Samples.message(Samples.withBalancing(new Balancing(50, 7))));
        assertThat(newer).hasSize(older.length + 12);
        final Message read = Objects.requireNonNull(openDecoder.decode(older).message());
        assertThat(((Report) read.body()).balancing()).isEqualTo(new Balancing(Balancing.NORMAL_WEIGHT, 0));

        // to an older node the field has a type that it does not know
        ByteBuffer.wrap(newer).putShort(older.length, (short) 0x7FFF);
        assertThat(openDecoder.decode(newer)).isEqualTo(new Decoded(Verdict.OK, Samples.message(Samples.REPORT)));
    }

    @Test
    void shouldSendTheFirstVirtualRouterViewsWhenThereAreTooMany() {
        final List<VirtualRouterView> views = IntStream.rangeClosed(1, 12)
                .mapToObj(vrid -> new VirtualRouterView(vrid, false, VirtualRouterView.State.BACKUP, null))
                .toList();
        final Message read = Objects.requireNonNull(openDecoder
                .decode(openEncoder.encode(Samples.message(Samples.withViews(views))))
                .message());
        assertThat(read.body()).isEqualTo(Samples.withViews(views.subList(0, VirtualRouterView.MAX_IN_REPORT)));
    }

    @Test
    void shouldTakeUnknownReasonCodesForOther() {
        assertThat(HealthReason.ofCode(200)).isEqualTo(HealthReason.OTHER);
        assertThat(HealthReason.ofCode(2)).isEqualTo(HealthReason.REFUSED);
    }

    @Test
    void shouldTellWhoSigned() {
        final Message message = Samples.message(Samples.REPORT);
        final byte[] signed = encoder.encode(message);
        final byte[] unsigned = openEncoder.encode(message);
        assertThat(decoder.decode(unsigned).verdict()).isEqualTo(Verdict.MISSING_HMAC);
        assertThat(openDecoder.decode(signed).verdict()).isEqualTo(Verdict.UNEXPECTED_HMAC);
        final byte[] otherKey = Samples.key();
        otherKey[0]++;
        assertThat(new MessageDecoder(Samples.CLUSTER, Authenticator.keyed(otherKey))
                        .decode(signed)
                        .verdict())
                .isEqualTo(Verdict.BAD_HMAC);
    }

    @Test
    void shouldBelieveListedSendersOnlyWhenThereIsAList() {
        final byte[] payload = openEncoder.encode(Samples.message(Samples.REPORT));
        assertThat(listedVerdict(payload, Samples.NODE_1)).isEqualTo(Verdict.OK);
        assertThat(listedVerdict(payload, Samples.NODE_2)).isEqualTo(Verdict.UNKNOWN_SENDER);
    }

    private static Verdict listedVerdict(final byte[] payload, final int listed) {
        return new MessageDecoder(Samples.CLUSTER, Authenticator.listed(Set.of(listed)))
                .decode(payload)
                .verdict();
    }

    private Verdict openVerdict(final byte[] payload, final Consumer<ByteBuffer> change) {
        final byte[] changed = payload.clone();
        change.accept(ByteBuffer.wrap(changed));
        return openDecoder.decode(changed).verdict();
    }
}
