package io.fairlead.tools.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.tools.config.ConfigChange;
import io.fairlead.tools.config.ConfigProblem;
import io.fairlead.tools.config.EffectiveConfigJson;
import io.fairlead.tools.control.ControlException;
import java.util.List;

/** What the control socket can be asked about the configuration. */
final class ConfigCommands {

    private final RunningConfig running;
    private final Reloader reloader;

    ConfigCommands(final RunningConfig running, final Reloader reloader) {
        this.running = running;
        this.reloader = reloader;
    }

    JsonNode show() {
        return new EffectiveConfigJson().toJson(running.loaded().effective());
    }

    JsonNode reload() throws ControlException {
        final Reloader.Outcome outcome = reloader.reload("fairlead reload");
        final ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.set("refused", problems(outcome.refused()));
        result.set("warnings", problems(outcome.warnings()));
        result.set("applied", changes(outcome.applied()));
        result.set("needsRestart", changes(outcome.pending()));
        return result;
    }

    private static ArrayNode problems(final List<ConfigProblem> problems) {
        final ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (final ConfigProblem problem : problems) {
            array.addObject()
                    .put("file", problem.file())
                    .put("line", problem.line())
                    .put("key", problem.key())
                    .put("reason", problem.reason())
                    .put("remedy", problem.remedy())
                    .put("text", problem.toString());
        }
        return array;
    }

    private static ArrayNode changes(final List<ConfigChange> changes) {
        final ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (final ConfigChange change : changes) {
            array.addObject()
                    .put("key", change.key())
                    .put("place", change.place())
                    .put("change", change.what())
                    .put("text", change.toString());
        }
        return array;
    }
}
