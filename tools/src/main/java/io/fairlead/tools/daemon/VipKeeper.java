package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Renews the VIPs that this node holds on one interface, so that those of a node that died disappear from its kernel. Conductor only. */
final class VipKeeper {

    /** How long the kernel keeps a VIP that is not renewed. */
    static final int LIFETIME_SECONDS = 3;

    private static final long RENEWAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final KernelAddresses kernel;
    private final Set<IpAddress> held = new LinkedHashSet<>();
    private long nextRenewalNs = Long.MAX_VALUE;

    VipKeeper(final KernelAddresses kernel) {
        this.kernel = kernel;
    }

    void hold(final IpAddress virtualIp, final long nowNs) {
        held.add(virtualIp);
        kernel.show(virtualIp);
        if (nextRenewalNs == Long.MAX_VALUE) {
            nextRenewalNs = nowNs + RENEWAL_NS;
        }
    }

    void release(final IpAddress virtualIp) {
        if (held.remove(virtualIp)) {
            kernel.hide(virtualIp);
        }
    }

    boolean holds(final IpAddress virtualIp) {
        return held.contains(virtualIp);
    }

    void poll(final long nowNs) {
        if (nowNs - nextRenewalNs < 0) {
            return;
        }
        for (final IpAddress virtualIp : held) {
            kernel.show(virtualIp);
        }
        nextRenewalNs = held.isEmpty() ? Long.MAX_VALUE : nowNs + RENEWAL_NS;
    }

    long nextDeadlineNs() {
        return nextRenewalNs;
    }
}
