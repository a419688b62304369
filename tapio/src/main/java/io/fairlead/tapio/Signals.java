package io.fairlead.tapio;

import jnr.constants.platform.Signal;
import jnr.posix.util.SunMiscSignal;

/** Signals from outside the process. */
public final class Signals {

    private Signals() {}

    /**
     * What is done on SIGHUP from now on, which would end the process otherwise.
     *
     * @param action called on a thread of the JVM's for each signal
     */
    public static void onHangUp(final Runnable action) {
        SunMiscSignal.signal(Signal.SIGHUP, number -> action.run());
    }
}
