package io.fairlead.tools.daemon;

import io.fairlead.netstack.engine.DutyAgent;
import io.fairlead.tapio.Processors;
import io.fairlead.tapio.ThreadScheduling;
import io.fairlead.tapio.sys.SystemCallException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An agent whose thread is made what it is to be for the kernel, before its first duty cycle. Where the kernel refuses, the log says what follows, and the agent goes on. */
final class PreparedAgent implements DutyAgent {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private final DutyAgent agent;
    private final Runnable preparation;

    private PreparedAgent(final DutyAgent agent, final Runnable preparation) {
        this.agent = agent;
        this.preparation = preparation;
    }

    /**
     * On a thread that the kernel runs before ordinary ones: what the others measure of a director is whether it is on time, however busy its
     * machine is. For agents that wait most of the time. The JVM's own thread, which it has to wait for, goes first as well.
     */
    static DutyAgent punctual(final DutyAgent agent) {
        return new PreparedAgent(agent, () -> {
            try {
                ThreadScheduling.runFirst();
                ThreadScheduling.runSafepointsFirst();
            } catch (final SystemCallException | IllegalStateException e) {
                LOG.warn("advertisements may be late when the machine is busy: {}", e.getMessage());
            }
        });
    }

    /** On a thread that runs on some processors alone, and no other thread with it. */
    static DutyAgent pinned(final DutyAgent agent, final List<Integer> cpus) {
        return new PreparedAgent(agent, () -> {
            try {
                Processors.pin(cpus);
            } catch (final SystemCallException e) {
                LOG.warn(
                        "the {} runs on any CPU, not on those of engine.cpu alone: {}",
                        agent.roleName(),
                        e.getMessage());
            }
        });
    }

    @Override
    public void onStart() {
        preparation.run();
        agent.onStart();
    }

    @Override
    public int doWork() throws Exception {
        return agent.doWork();
    }

    @Override
    public void onClose() {
        agent.onClose();
    }

    @Override
    public long nextDeadlineNs() {
        return agent.nextDeadlineNs();
    }

    @Override
    public String roleName() {
        return agent.roleName();
    }
}
