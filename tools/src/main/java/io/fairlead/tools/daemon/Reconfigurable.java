package io.fairlead.tools.daemon;

import io.fairlead.tools.config.NodeConfig;

/** A part of the running node that can take new values of the configuration without being made anew. */
@FunctionalInterface
interface Reconfigurable {

    /** Takes what it goes by; on the conductor's thread. What a reload does not change is as it was. */
    void reconfigure(NodeConfig config);
}
