package io.fairlead.tools.top;

import io.fairlead.tools.control.ControlException;
import java.io.IOException;

/** Where samples come from. */
@FunctionalInterface
public interface SampleSource {

    /**
     * Asks the node; may take some seconds if it is stuck.
     *
     * @return as it is now
     * @throws ControlException if the daemon is not there, or does not answer
     * @throws IOException if it answers what is not understood
     */
    Sample take() throws ControlException, IOException;
}
