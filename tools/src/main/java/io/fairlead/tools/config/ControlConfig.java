package io.fairlead.tools.config;

import java.util.Optional;

/**
 * Who may ask the daemon for what.
 *
 * @param group whose members may look, beside root; empty: the group of the daemon's process
 * @param operators group whose members may operate the node, beside root; empty: nobody else
 */
public record ControlConfig(Optional<String> group, Optional<String> operators) {

    /**
     * The group that has to reach the control socket: whoever may operate has to be able to ask.
     *
     * @return empty: the group of the daemon's process
     */
    public Optional<String> socketGroup() {
        return group.or(() -> operators);
    }
}
