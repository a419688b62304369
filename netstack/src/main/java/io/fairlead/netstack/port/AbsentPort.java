package io.fairlead.netstack.port;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Stands where a port is missing for the time being: has no frame and refuses all, as a device that is gone. For any thread. */
public final class AbsentPort implements FramePort {

    /** The one that there is; {@link #close} does nothing to it. */
    public static final AbsentPort INSTANCE = new AbsentPort();

    private static final int ENODEV = 19;

    private AbsentPort() {}

    @Override
    public int receive(final MutableDirectBuffer buffer, final int index, final int maxLength) {
        return WOULD_BLOCK;
    }

    @Override
    public int send(final DirectBuffer buffer, final int index, final int length) {
        return FAILED;
    }

    @Override
    public int lastError() {
        return ENODEV;
    }

    @Override
    public void close() {}
}
