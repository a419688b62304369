package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;
import java.util.OptionalLong;

/** What the host's kernel knows of its neighbours on one interface. An interface, so that a whole cluster can run without a kernel. Conductor only. */
interface KernelNeighbors {

    /** A kernel that knows nobody. */
    KernelNeighbors NONE = address -> OptionalLong.empty();

    /** The neighbour's MAC address; empty if it is not known yet: the kernel has been told to find out. */
    OptionalLong macOf(IpAddress address);
}
