package io.fairlead.tools.config;

import io.fairlead.lb.policy.HeavySourcePolicy;
import io.fairlead.lb.policy.Weights;
import java.time.Duration;

/**
 * How the node of a client is chosen.
 *
 * @param algorithm by which
 * @param weights what counts how much for a node's load; not with {@link Algorithm#SOURCE_HASH}
 * @param slowStart in which the share of a node that returns grows to the whole; zero: at once
 * @param stickyTimeout how long a client that is away keeps its scanning node
 * @param heavySources what is done about clients with a great many connections
 */
public record PolicyConfig(
        Algorithm algorithm,
        Weights weights,
        Duration slowStart,
        Duration stickyTimeout,
        HeavySourcePolicy heavySources) {

    /** By what a new client's node is chosen. */
    public enum Algorithm {
        /** Fewest connections for its free capacity. */
        WEIGHTED_LEAST_CONNECTIONS,
        /** Fewest connections. */
        LEAST_CONNECTIONS,
        /** The client's address. */
        SOURCE_HASH
    }
}
