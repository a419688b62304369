package io.fairlead.netstack.engine;

import org.agrona.DirectBuffer;

/**
 * Looks at every frame of a data path, before and after it is decided, and changes nothing. Called by the data-path thread, on which it must not allocate, block, log
 * or throw: {@link #fromUplink} or {@link #fromHost}, then {@link #decided}.
 */
public interface FrameTap {

    /**
     * A frame came from the wire.
     *
     * @param buffer that holds it
     * @param index of its first byte
     * @param length in bytes
     */
    void fromUplink(DirectBuffer buffer, int index, int length);

    /**
     * A frame came from the host's kernel.
     *
     * @param buffer that holds it
     * @param index of its first byte
     * @param length in bytes
     */
    void fromHost(DirectBuffer buffer, int index, int length);

    /**
     * It was decided, and perhaps rewritten; it has not been sent yet.
     *
     * @param verdict see {@link FrameProcessor}
     * @param buffer that holds it
     * @param index of its first byte
     * @param length in bytes
     */
    void decided(int verdict, DirectBuffer buffer, int index, int length);
}
