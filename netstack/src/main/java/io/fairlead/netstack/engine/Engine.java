package io.fairlead.netstack.engine;

import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.NanoClock;

/** Runs data path and conductor on the threads that the {@link ThreadingMode} says. */
public final class Engine implements AutoCloseable {

    private final List<Runner> runners = new ArrayList<>();

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
                runners.add(Runner.of(
                        new WaitingIdleStrategy(dataPathWaiter, clock, dataPath, conductor),
                        errorHandler,
                        new CompositeAgent(dataPath, conductor)));
            }
            case SHARED_NETWORK -> {
                runners.add(
                        Runner.of(new WaitingIdleStrategy(dataPathWaiter, clock, dataPath), errorHandler, dataPath));
                runners.add(
                        Runner.of(new WaitingIdleStrategy(conductorWaiter, clock, conductor), errorHandler, conductor));
            }
        }
    }

    /** Starts the threads. */
    public void start() {
        runners.forEach(Runner::start);
    }

    /** Stops the threads and waits for their agents to close. Ends their waits, so call it from none of the agents' threads. */
    @Override
    public void close() {
        CloseHelper.closeAll(runners);
    }

    /** A thread to be and where it waits: AgentRunner alone would interrupt the wait after 5 s only, and poll(2) not at all. */
    private record Runner(AgentRunner agentRunner, WaitingIdleStrategy idleStrategy) implements AutoCloseable {

        static Runner of(final WaitingIdleStrategy idleStrategy, final ErrorHandler errorHandler, final Agent agent) {
            return new Runner(new AgentRunner(idleStrategy, errorHandler, null, agent), idleStrategy);
        }

        void start() {
            AgentRunner.startOnThread(agentRunner);
        }

        @Override
        public void close() {
            idleStrategy.stop();
            agentRunner.close();
        }
    }
}
