package io.fairlead.lb.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.netstack.wire.MacAddress;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class ArpRequestEncoderTest {

    @Test
    void shouldAskByUnicastInTheNameOfTheSender() {
        final byte[] frame = new byte[ArpRequestEncoder.FRAME_LENGTH];
        final int length = new ArpRequestEncoder(Ipv4Address.parse("10.51.0.1"), MacAddress.parse("02:00:00:00:00:01"))
                .encode(
                        Ipv4Address.parse("10.51.0.2"),
                        MacAddress.parse("02:00:00:00:00:02"),
                        new UnsafeBuffer(frame),
                        0);
        assertThat(length).isEqualTo(frame.length);
        assertThat(HexFormat.of().formatHex(frame))
                .isEqualTo("020000000002" + "020000000001" + "0806" + "0001" + "0800" + "0604" + "0001" + "020000000001"
                        + "0a330001" + "000000000000" + "0a330002");
    }
}
