package io.fairlead.tools.control;

import io.fairlead.tapio.SocketPeer;
import java.util.OptionalInt;

/**
 * Who may ask a daemon for what. The kernel lets nobody connect but root and the socket's group; of those, root, the daemon's own user and the operators may change
 * something, and the others look.
 *
 * @param group that the socket belongs to; empty: the daemon's own
 * @param operators group whose members may operate the node as well; empty: nobody else may
 */
public record ControlAccess(OptionalInt group, OptionalInt operators) {

    /** Only root changes anything, or whoever the daemon runs as. */
    public static final ControlAccess ROOT_ALONE = new ControlAccess(OptionalInt.empty(), OptionalInt.empty());

    private static final int ROOT = 0;

    /** What a command does. */
    public enum Kind {
        /** It tells something and changes nothing. */
        READ,

        /** It changes what the node or the group does, or tells what clients say. */
        OPERATE
    }

    boolean allows(Kind kind, SocketPeer peer, int ownUid) {
        return kind == Kind.READ
                || peer.uid() == ROOT
                || peer.uid() == ownUid
                || (operators.isPresent() && peer.isMemberOf(operators.getAsInt()));
    }
}
