package io.fairlead.netstack.engine;

import org.agrona.concurrent.Agent;

/** An agent that knows when it next has work of its own, so that its thread may block until then. */
public interface DutyAgent extends Agent {

    /**
     * When the agent wants to run even if nothing arrives.
     *
     * @return a time of the engine's clock in nanoseconds; {@link Long#MAX_VALUE} for never
     */
    long nextDeadlineNs();
}
