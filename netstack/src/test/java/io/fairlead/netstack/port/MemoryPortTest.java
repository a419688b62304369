package io.fairlead.netstack.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MemoryPortTest {

    private final MemoryPort port = new MemoryPort();
    private static final int INDEX = FramePort.HEAD_ROOM;
    private static final byte[] NOTHING_LEFT = new byte[FramePort.HEAD_ROOM];

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[INDEX + 8]);

    @Test
    void shouldReceiveWhatWasInjectedInOrder() {
        final byte[] frame = {1, 2, 3};
        port.inject(frame);
        port.inject(new byte[] {4});
        frame[0] = 9;

        buffer.setMemory(0, INDEX + 8, (byte) 7);
        assertThat(port.receive(buffer, INDEX + 2, 6)).isEqualTo(3);
        assertThat(buffer.byteArray())
                .startsWith(7, 7)
                .containsSubsequence(NOTHING_LEFT)
                .endsWith(1, 2, 3, 7, 7, 7);
        assertThat(port.receive(buffer, INDEX, 8)).isEqualTo(1);
        assertThat(port.receive(buffer, INDEX, 8)).isEqualTo(FramePort.WOULD_BLOCK);
    }

    @Test
    void shouldCutFrameThatIsLongerThanTheRoom() {
        port.inject(new byte[] {1, 2, 3, 4});

        assertThat(port.receive(buffer, INDEX, 2)).isEqualTo(2);
        assertThat(buffer.byteArray()).endsWith(1, 2, 0, 0, 0, 0, 0, 0);
        assertThat(port.receive(buffer, INDEX, 2))
                .as("the rest is gone, as with a TAP")
                .isZero();
    }

    @Test
    void shouldKeepCopiesOfWhatWasSent() {
        buffer.putBytes(INDEX, new byte[] {1, 2, 3});

        assertThat(port.send(buffer, INDEX + 1, 2)).isEqualTo(2);
        buffer.putByte(INDEX + 1, (byte) 9);

        assertThat(port.takeSent()).containsExactly(new byte[] {2, 3});
        assertThat(port.takeSent()).isEmpty();
    }

    @Test
    void shouldCarryHeadersInFrontOfFrames() {
        final byte[] whole = {1, 5, 54, 0, (byte) 0xA8, 5, 34, 0, 16, 0, 0x11, 0x22, 0x33};
        port.injectWithHeader(whole);

        assertThat(port.receive(buffer, INDEX, 8)).isEqualTo(3);
        assertThat(buffer.byteArray()).startsWith(whole);

        assertThat(port.send(buffer, INDEX, 3)).isEqualTo(3);
        assertThat(port.takeSentWithHeaders()).containsExactly(whole);
    }

    @Test
    void shouldTakeNothingWhileBlocked() {
        port.blocked(true);
        assertThat(port.send(buffer, INDEX, 4)).isEqualTo(FramePort.WOULD_BLOCK);

        port.blocked(false);
        assertThat(port.send(buffer, INDEX, 4)).isEqualTo(4);
    }

    @Test
    void shouldFailBothWaysUntilFailureEnds() {
        port.inject(new byte[] {1});
        port.failWith(5);

        assertThat(port.receive(buffer, INDEX, 8)).isEqualTo(FramePort.FAILED);
        assertThat(port.send(buffer, INDEX, 4)).isEqualTo(FramePort.FAILED);
        assertThat(port.lastError()).isEqualTo(5);

        port.failWith(0);
        assertThat(port.receive(buffer, INDEX, 8)).isEqualTo(1);
        assertThat(port.lastError()).isZero();
    }

    @Test
    void shouldForgetInjectedFramesWhenClosed() {
        port.inject(new byte[] {1});
        port.close();

        assertThat(port.receive(buffer, INDEX, 8)).isEqualTo(FramePort.WOULD_BLOCK);
    }
}
