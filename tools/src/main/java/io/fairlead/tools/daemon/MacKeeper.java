package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.MacAddress;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the MAC address of one interface what the other nodes and the clients were told. Half of a node would go by another one: its kernel would refuse what
 * is steered to it, or the network card would. Conductor only.
 */
final class MacKeeper {

    private static final Logger LOG = LoggerFactory.getLogger("node");
    private static final long CHECK_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long REMINDER_NS = TimeUnit.MINUTES.toNanos(1);

    private final AttachedInterface attached;
    private long nextCheckNs;
    private long nextReminderNs;

    MacKeeper(final AttachedInterface attached, final long nowNs) {
        this.attached = attached;
        this.nextCheckNs = nowNs + CHECK_INTERVAL_NS;
        this.nextReminderNs = nowNs;
    }

    void poll(final long nowNs) {
        if (nowNs - nextCheckNs < 0) {
            return;
        }
        nextCheckNs = nowNs + CHECK_INTERVAL_NS;
        attached.kernelMacs().restore().ifPresent(changedTo -> tell(changedTo, nowNs));
    }

    private void tell(final long changedTo, final long nowNs) {
        if (nowNs - nextReminderNs >= 0) {
            nextReminderNs = nowNs + REMINDER_NS;
            LOG.error(
                    "the MAC address of {} was changed to {} while the node runs, and was put back to {}, by which all others"
                            + " know it. Remedy: stop the daemon, change the address, and start the daemon",
                    attached.name(),
                    MacAddress.format(changedTo),
                    MacAddress.format(attached.mac()));
        }
    }

    long nextDeadlineNs() {
        return nextCheckNs;
    }
}
