package io.fairlead.tools.control;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What the daemon does for a command. It is called on the control thread, one command at a time. */
@FunctionalInterface
public interface ControlHandler {

    /**
     * Carries out a command. It must come back within a second or so: nobody else is served meanwhile.
     *
     * @param command such as {@code status}
     * @param args an object, empty if none were sent
     * @return the answer
     * @throws ControlException if the command is unknown or cannot be carried out
     */
    JsonNode handle(String command, JsonNode args) throws ControlException;

    /**
     * Begins a stream, for commands whose answer is one.
     *
     * @param command such as {@code capture}
     * @param args an object, empty if none were sent
     * @return null if the command is to be {@link #handle}d
     * @throws ControlException if it cannot be carried out
     */
    default @Nullable ControlStream stream(String command, JsonNode args) throws ControlException {
        return null;
    }

    /**
     * Whether a command changes anything, and so is for operators alone.
     *
     * @param command any text
     * @return {@link ControlAccess.Kind#OPERATE} unless it is known to change nothing
     */
    default ControlAccess.Kind kindOf(String command) {
        return ControlAccess.Kind.OPERATE;
    }
}
