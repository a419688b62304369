package io.fairlead.tools.daemon;

import java.util.OptionalLong;

/** The MAC addresses of one interface in the host's kernel. An interface, so that a whole cluster can run without a kernel. Conductor only. */
interface KernelMacs {

    /** A kernel in which nobody changes anything. */
    KernelMacs STEADY = OptionalLong::empty;

    /**
     * Puts them back if somebody has changed one.
     *
     * @return what it was changed to, empty if all is well
     */
    OptionalLong restore();
}
