package io.fairlead.netstack.engine;

import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.NanoClock;

/** Runs data path and conductor on the threads that the {@link ThreadingMode} says. */
public final class Engine implements AutoCloseable {

    private final List<AgentRunner> runners = new ArrayList<>();

    /**
     * Makes the runners; {@link #start} starts them.
     *
     * @param mode which threads; with {@link ThreadingMode#SHARED} both waiters must be the same
     * @param clock of both agents
     * @param dataPath the data-path agent
     * @param dataPathWaiter watches the ports
     * @param conductor the conductor agent
     * @param conductorWaiter where the conductor waits
     * @param errorHandler told what an agent throws; the agent goes on
     */
    public Engine(
            final ThreadingMode mode,
            final NanoClock clock,
            final DutyAgent dataPath,
            final Waiter dataPathWaiter,
            final DutyAgent conductor,
            final Waiter conductorWaiter,
            final ErrorHandler errorHandler) {
        switch (mode) {
            case INVOKER ->
                throw new IllegalArgumentException("with INVOKER there is no engine: the caller runs the agents");
            case SHARED -> {
                if (dataPathWaiter != conductorWaiter) {
                    throw new IllegalArgumentException("with SHARED both agents wait in one place");
                }
                runners.add(new AgentRunner(
                        new WaitingIdleStrategy(dataPathWaiter, clock, dataPath, conductor),
                        errorHandler,
                        null,
                        new CompositeAgent(dataPath, conductor)));
            }
            case SHARED_NETWORK -> {
                runners.add(new AgentRunner(
                        new WaitingIdleStrategy(dataPathWaiter, clock, dataPath), errorHandler, null, dataPath));
                runners.add(new AgentRunner(
                        new WaitingIdleStrategy(conductorWaiter, clock, conductor), errorHandler, null, conductor));
            }
        }
    }

    /** Starts the threads. */
    public void start() {
        runners.forEach(AgentRunner::startOnThread);
    }

    /** Stops the threads and waits for their agents to close. Interrupts a wait, so call it from none of the agents' threads. */
    @Override
    public void close() {
        CloseHelper.closeAll(runners);
    }
}
