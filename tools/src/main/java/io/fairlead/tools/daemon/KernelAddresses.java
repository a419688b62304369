package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;

/** The VIPs of one interface as the host's kernel shows them. An interface, so that a whole cluster can run without a kernel. Conductor only. */
interface KernelAddresses {

    /** Shows a VIP, or renews it: without that it disappears by itself after a few seconds. */
    void show(IpAddress virtualIp);

    /** Hides a VIP at once. */
    void hide(IpAddress virtualIp);
}
