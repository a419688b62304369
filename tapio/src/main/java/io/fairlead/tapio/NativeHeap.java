package io.fairlead.tapio;

import static io.fairlead.tapio.sys.Libc.LIBC;

/** The memory of this process that malloc(3) hands out: what the JVM itself and its compilers use. */
public final class NativeHeap {

    private NativeHeap() {}

    /**
     * Gives what was freed back to the kernel, which malloc(3) would keep for the next time; see malloc_trim(3). Takes some milliseconds, for which nobody else can get or free any.
     *
     * @return false if there was nothing to give back, or the C library keeps nothing that it could
     */
    public static boolean trim() {
        try {
            return LIBC.malloc_trim(0) == 1;
        } catch (final UnsatisfiedLinkError e) {
            return false;
        }
    }
}
