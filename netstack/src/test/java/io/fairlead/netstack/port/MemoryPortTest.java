package io.fairlead.netstack.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MemoryPortTest {

    private final MemoryPort port = new MemoryPort();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8]);

    @Test
    void shouldReceiveWhatWasInjectedInOrder() {
        final byte[] frame = {1, 2, 3};
        port.inject(frame);
        port.inject(new byte[] {4});
        frame[0] = 9;

        assertThat(port.receive(buffer, 2, 6)).isEqualTo(3);
        assertThat(buffer.byteArray()).startsWith(0, 0, 1, 2, 3, 0);
        assertThat(port.receive(buffer, 0, 8)).isEqualTo(1);
        assertThat(port.receive(buffer, 0, 8)).isEqualTo(FramePort.WOULD_BLOCK);
    }

    @Test
    void shouldCutFrameThatIsLongerThanTheRoom() {
        port.inject(new byte[] {1, 2, 3, 4});

        assertThat(port.receive(buffer, 0, 2)).isEqualTo(2);
        assertThat(buffer.byteArray()).startsWith(1, 2, 0, 0);
        assertThat(port.receive(buffer, 0, 2))
                .as("the rest is gone, as with a TAP")
                .isZero();
    }

    @Test
    void shouldKeepCopiesOfWhatWasSent() {
        buffer.putBytes(0, new byte[] {1, 2, 3});

        assertThat(port.send(buffer, 1, 2)).isEqualTo(2);
        buffer.putByte(1, (byte) 9);

        assertThat(port.takeSent()).containsExactly(new byte[] {2, 3});
        assertThat(port.takeSent()).isEmpty();
    }

    @Test
    void shouldTakeNothingWhileBlocked() {
        port.blocked(true);
        assertThat(port.send(buffer, 0, 4)).isEqualTo(FramePort.WOULD_BLOCK);

        port.blocked(false);
        assertThat(port.send(buffer, 0, 4)).isEqualTo(4);
    }

    @Test
    void shouldFailBothWaysUntilFailureEnds() {
        port.inject(new byte[] {1});
        port.failWith(5);

        assertThat(port.receive(buffer, 0, 8)).isEqualTo(FramePort.FAILED);
        assertThat(port.send(buffer, 0, 4)).isEqualTo(FramePort.FAILED);
        assertThat(port.lastError()).isEqualTo(5);

        port.failWith(0);
        assertThat(port.receive(buffer, 0, 8)).isEqualTo(1);
        assertThat(port.lastError()).isZero();
    }

    @Test
    void shouldForgetInjectedFramesWhenClosed() {
        port.inject(new byte[] {1});
        port.close();

        assertThat(port.receive(buffer, 0, 8)).isEqualTo(FramePort.WOULD_BLOCK);
    }
}
