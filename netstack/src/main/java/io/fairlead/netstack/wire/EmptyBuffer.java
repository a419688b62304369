package io.fairlead.netstack.wire;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What a flyweight holds before its first {@code wrap}. */
final class EmptyBuffer {

    static final MutableDirectBuffer INSTANCE = new UnsafeBuffer(new byte[0]);

    private EmptyBuffer() {}
}
