package io.fairlead.tools.daemon;

import io.fairlead.netstack.engine.DutyAgent;
import io.fairlead.tapio.ThreadScheduling;
import io.fairlead.tapio.sys.SystemCallException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent on a thread that the kernel runs before ordinary ones: what the others measure of a director is whether it is on time, however busy its
 * machine is. For agents that wait most of the time. The JVM's own thread, which it has to wait for, goes first as well.
 */
final class PunctualAgent implements DutyAgent {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private final DutyAgent agent;

    PunctualAgent(final DutyAgent agent) {
        this.agent = agent;
    }

    @Override
    public void onStart() {
        try {
            ThreadScheduling.runFirst();
            ThreadScheduling.runSafepointsFirst();
        } catch (final SystemCallException | IllegalStateException e) {
            LOG.warn("advertisements may be late when the machine is busy: {}", e.getMessage());
        }
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
