package io.fairlead.tools.daemon;

import io.fairlead.netstack.engine.DutyAgent;
import io.fairlead.tapio.Processors;
import io.fairlead.tapio.sys.SystemCallException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An agent whose thread runs on some processors alone. */
final class PinnedAgent implements DutyAgent {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private final DutyAgent agent;
    private final List<Integer> cpus;

    PinnedAgent(final DutyAgent agent, final List<Integer> cpus) {
        this.agent = agent;
        this.cpus = cpus;
    }

    /** Pinned before its first duty cycle, and no other thread with it. */
    @Override
    public void onStart() {
        try {
            Processors.pin(cpus);
        } catch (final SystemCallException e) {
            LOG.warn("the {} runs on any CPU, not on those of engine.cpu alone: {}", agent.roleName(), e.getMessage());
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
