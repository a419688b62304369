package io.fairlead.lb.report;

import io.fairlead.netstack.wire.IpAddress;
import java.util.List;

/**
 * The health of one redirect.
 *
 * @param originalPort the port that clients use, 1-65535
 * @param reason {@link HealthReason#OK} or what is wrong
 * @param listeners with {@link HealthReason#LISTENS_ELSEWHERE} the addresses at which the proxy port is open; as many as a report has room for
 */
public record RedirectHealth(int originalPort, HealthReason reason, List<IpAddress> listeners) {

    /** Copies the list. */
    public RedirectHealth {
        listeners = List.copyOf(listeners);
    }

    /**
     * Of which there is no more to say.
     *
     * @param originalPort the port that clients use, 1-65535
     * @param reason {@link HealthReason#OK} or what is wrong
     */
    public RedirectHealth(final int originalPort, final HealthReason reason) {
        this(originalPort, reason, List.of());
    }
}
