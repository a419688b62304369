package io.fairlead.tools.daemon;

import io.fairlead.tools.config.ConfigChange;
import io.fairlead.tools.config.ConfigException;
import io.fairlead.tools.config.ConfigLoader;
import io.fairlead.tools.config.ConfigProblem;
import io.fairlead.tools.config.ConfigUpdate;
import io.fairlead.tools.config.LoadedConfig;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.events.EventKind;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the file anew that the daemon was started with and has the parts of the node go by it, as far as that can be without a restart. A file that is refused changes nothing. Any
 * thread but the conductor's; one reload at a time.
 */
final class Reloader {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private final RunningConfig running;
    private final ConductorCalls conductor;
    private final Reconfigurable onConductor;
    private final BiConsumer<NodeConfig, NodeConfig> afterwards;

    /**
     * What came of it.
     *
     * @param refused what is wrong with the file; if anything is, nothing was changed
     * @param warnings of a file that was accepted
     * @param applied what was changed
     * @param pending what needs a restart
     */
    record Outcome(
            List<ConfigProblem> refused,
            List<ConfigProblem> warnings,
            List<ConfigChange> applied,
            List<ConfigChange> pending) {}

    /**
     * Not to be used before the node runs.
     *
     * @param running what is to be changed
     * @param conductor on whose thread
     * @param onConductor the parts that are changed there
     * @param afterwards is told before and now, on the thread that reloads
     */
    Reloader(
            final RunningConfig running,
            final ConductorCalls conductor,
            final Reconfigurable onConductor,
            final BiConsumer<NodeConfig, NodeConfig> afterwards) {
        this.running = running;
        this.conductor = conductor;
        this.onConductor = onConductor;
        this.afterwards = afterwards;
    }

    /** Logs what it does: whoever sends a signal has no other answer. */
    synchronized Outcome reload(final String asker) throws ControlException {
        final LoadedConfig before = running.loaded();
        LOG.info("reload of {} asked for by {}", before.file(), asker);
        final LoadedConfig file;
        try {
            file = ConfigLoader.load(before.file());
        } catch (final ConfigException e) {
            e.problems().forEach(problem -> LOG.error("refused: {}", problem));
            LOG.error("the running configuration is kept: {} is refused", before.file());
            return new Outcome(e.problems(), List.of(), List.of(), List.of());
        }
        final ConfigUpdate update = ConfigUpdate.of(before, file);
        apply(before, update);
        tellAccepted(file);
        file.warnings().forEach(warning -> LOG.warn("{}", warning));
        update.applied().forEach(change -> LOG.info("applied: {}", change));
        update.pending().forEach(change -> LOG.warn("needs a restart: {}", change));
        if (update.applied().isEmpty() && update.pending().isEmpty()) {
            LOG.info("nothing has changed");
        }
        return new Outcome(List.of(), file.warnings(), update.applied(), update.pending());
    }

    private void apply(final LoadedConfig before, final ConfigUpdate update) throws ControlException {
        final LoadedConfig result = update.result();
        conductor.ask(() -> {
            onConductor.reconfigure(result.config());
            running.becomes(result);
            return true;
        });
        afterwards.accept(before.config(), result.config());
    }

    /** What the node goes by from now on. */
    static void tellAccepted(final LoadedConfig config) {
        EventKind.CONFIG_LOADED
                .log()
                .addKeyValue("file", config.file())
                .log("configuration {} is accepted", config.file());
    }
}
