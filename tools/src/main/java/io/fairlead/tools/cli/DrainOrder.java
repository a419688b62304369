package io.fairlead.tools.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import java.io.IOException;
import java.time.Duration;

/** Tells a daemon that a node is to be drained, or no longer, until that node says that it is so. */
final class DrainOrder {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(50);

    private final ControlClient client;

    DrainOrder(ControlClient client) {
        this.client = client;
    }

    void carryOut(String target, boolean on) throws IOException, ControlException, CommandFailedException {
        ObjectNode args =
                JsonNodeFactory.instance.objectNode().put("node", target).put("on", on);
        long startNs = System.nanoTime();
        while (!client.request("drain", args).path("done").asBoolean()) {
            if (System.nanoTime() - startNs > PATIENCE.toNanos()) {
                throw new CommandFailedException(target + (on ? " does not say that it is" : " still says that it is")
                        + " drained after " + PATIENCE.toSeconds()
                        + " s: is it in maintenance, or of an older version? See its log");
            }
            pause();
        }
    }

    private static void pause() throws CommandFailedException {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted; what was asked for may be done all the same");
        }
    }
}
