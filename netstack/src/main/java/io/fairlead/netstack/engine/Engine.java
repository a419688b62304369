package io.fairlead.netstack.engine;

import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/** Runs data path and conductor on the threads that the {@link ThreadingMode} says. */
public final class Engine implements AutoCloseable {

    private final List<Runner> runners = new ArrayList<>();

    /**
     * What runs on a thread.
     *
     * @param agent does the work
     * @param waiter where it waits
     */
    public record Worker(DutyAgent agent, Waiter waiter) {}

    /**
     * Makes the runners; {@link #start} starts them.
     *
     * @param mode which threads; with {@link ThreadingMode#SHARED} both waiters must be the same
     * @param clock of both agents
     * @param dataPath the data-path agent
     * @param dataPathWaiter watches the ports
     * @param dataPathIdling what its thread does without work; with {@link ThreadingMode#SHARED} the conductor's too
     * @param conductor the conductor agent
     * @param conductorWaiter where the conductor waits, at once when it has nothing to do
     * @param errorHandler told what an agent throws; the agent goes on
     */
    public Engine(
            final ThreadingMode mode,
            final NanoClock clock,
            final DutyAgent dataPath,
            final Waiter dataPathWaiter,
            final Idling dataPathIdling,
            final DutyAgent conductor,
            final Waiter conductorWaiter,
            final ErrorHandler errorHandler) {
        this(
                mode,
                clock,
                List.of(new Worker(dataPath, dataPathWaiter)),
                dataPathIdling,
                new Worker(conductor, conductorWaiter),
                errorHandler);
    }

    /**
     * The same for several data paths, with {@link ThreadingMode#DEDICATED}; all other modes have one.
     *
     * @param mode which threads; with {@link ThreadingMode#SHARED} both waiters must be the same
     * @param clock of all agents
     * @param dataPaths the data-path agents
     * @param dataPathIdling what their threads do without work; with {@link ThreadingMode#SHARED} the conductor's too
     * @param conductor the conductor agent, which waits at once when it has nothing to do
     * @param errorHandler told what an agent throws; the agent goes on
     */
    public Engine(
            final ThreadingMode mode,
            final NanoClock clock,
            final List<Worker> dataPaths,
            final Idling dataPathIdling,
            final Worker conductor,
            final ErrorHandler errorHandler) {
        if (dataPaths.size() != 1 && mode != ThreadingMode.DEDICATED) {
            throw new IllegalArgumentException("only with DEDICATED there may be several data paths");
        }
        switch (mode) {
            case INVOKER ->
                throw new IllegalArgumentException("with INVOKER there is no engine: the caller runs the agents");
            case SHARED -> {
                final Worker dataPath = dataPaths.get(0);
                if (dataPath.waiter() != conductor.waiter()) {
                    throw new IllegalArgumentException("with SHARED both agents wait in one place");
                }
                runners.add(Runner.of(
                        new WaitingIdleStrategy(dataPath.waiter(), clock, dataPath.agent(), conductor.agent()),
                        dataPathIdling,
                        clock,
                        errorHandler,
                        new CompositeAgent(dataPath.agent(), conductor.agent())));
            }
            case SHARED_NETWORK, DEDICATED -> {
                for (final Worker dataPath : dataPaths) {
                    runners.add(Runner.of(dataPath, dataPathIdling, clock, errorHandler));
                }
                runners.add(Runner.of(conductor, Idling.POLL, clock, errorHandler));
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
    private record Runner(AgentRunner agentRunner, WaitingIdleStrategy waiting) implements AutoCloseable {

        static Runner of(
                final Worker worker, final Idling idling, final NanoClock clock, final ErrorHandler errorHandler) {
            return of(
                    new WaitingIdleStrategy(worker.waiter(), clock, worker.agent()),
                    idling,
                    clock,
                    errorHandler,
                    worker.agent());
        }

        static Runner of(
                final WaitingIdleStrategy waiting,
                final Idling idling,
                final NanoClock clock,
                final ErrorHandler errorHandler,
                final Agent agent) {
            return new Runner(new AgentRunner(strategy(waiting, idling, clock), errorHandler, null, agent), waiting);
        }

        private static IdleStrategy strategy(
                final WaitingIdleStrategy waiting, final Idling idling, final NanoClock clock) {
            if (idling.equals(Idling.POLL)) {
                return waiting;
            }
            return idling.equals(Idling.SPIN)
                    ? new BusySpinIdleStrategy()
                    : new SpinningIdleStrategy(waiting, clock, idling.spinNs());
        }

        void start() {
            AgentRunner.startOnThread(agentRunner);
        }

        @Override
        public void close() {
            waiting.stop();
            agentRunner.close();
        }
    }
}
