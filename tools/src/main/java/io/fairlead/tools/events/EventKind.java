package io.fairlead.tools.events;

import io.fairlead.tools.logging.Logging;
import java.util.Locale;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What can happen to a node that is worth keeping. An event is a line of the log that has one of these behind it: it is said once, by {@link #log}, and the
 * journal keeps what the log says. The names are published; {@code docs/events.md} lists them.
 */
public enum EventKind {
    /** The node runs. */
    DAEMON_STARTED("node", Level.INFO, "the daemon has attached its interfaces, or adopted them, and runs"),
    /** The node has ended in order. */
    DAEMON_STOPPED("node", Level.INFO, "the daemon was stopped, and has put the interfaces back"),
    /** The node could not begin. */
    DAEMON_FAILED("node", Level.ERROR, "the daemon could not start"),
    /** The node before this one has not ended in order. */
    DAEMON_DIED("node", Level.WARN, "found at a start: the daemon before was killed, or crashed, or the machine did"),
    /** A file was accepted. */
    CONFIG_LOADED("node", Level.INFO, "a configuration was read and accepted"),

    /** A virtual router is in another state. */
    VRRP_STATE("vrrp", Level.INFO, "a virtual router of this node has another state, and why"),
    /** Something tracked is up or down. */
    VRRP_TRACK("vrrp", Level.INFO, "something that a virtual router tracks is up or down"),
    /** An administrator names a director. */
    FAILOVER_ASKED("vrrp", Level.INFO, "`fairlead failover` was called, on whatever node"),
    /** An administrator takes the node out of service, or puts it back. */
    MAINTENANCE_CHANGED("vrrp", Level.INFO, "`fairlead maintenance` was called for this node"),

    /** Another node is director. */
    DIRECTOR_CHANGED("cluster", Level.INFO, "another node than before is director"),
    /** A node is there. */
    NODE_JOINED("cluster", Level.INFO, "a node was heard of for the first time, or again after it was dead"),
    /** A node is silent, or back, or takes clients or none. */
    NODE_CHANGED(
            "cluster",
            Level.INFO,
            "a node is silent, or answers again, or takes new clients or none, or has another MAC address"),
    /** A node is not there any more. */
    NODE_LOST("cluster", Level.WARN, "a node was stopped, or is taken for dead"),
    /** A node is configured otherwise. */
    NODE_MISMATCH("cluster", Level.WARN, "a node has another configuration in what has to agree, or the same again"),
    /** This node takes no new clients, or does again. */
    DRAIN_CHANGED("cluster", Level.INFO, "`fairlead drain` or `undrain` was called for this node, on whatever node"),
    /** A client has more than its share. */
    SOURCE_HEAVY("cluster", Level.WARN, "a client has more connections than a node's fair share"),
    /** It has not any more. */
    SOURCE_LIGHT("cluster", Level.INFO, "a client has no longer more connections than that"),

    /** The proxies answer. */
    HEALTH_OK("health", Level.INFO, "the proxies of this node answer, or do so again"),
    /** A proxy does not. */
    HEALTH_FAILED("health", Level.WARN, "a proxy of this node does not answer, and why"),

    /** Frames do not pass any more. */
    INTERFACE_LOST("node", Level.ERROR, "an interface is gone or was taken apart: no frame passes"),
    /** Frames pass again. */
    INTERFACE_BACK("node", Level.INFO, "an interface is attached again"),
    /** Something was put right. */
    INTERFACE_MENDED(
            "node",
            Level.ERROR,
            "something that belongs to Fairlead was changed on an interface, and put right at once"),
    /** A port refuses frames. */
    PORT_FAILING("node", Level.WARN, "a port refuses frames, or cannot be read"),

    /** Something is wrong on the wire. */
    WIRE_TROUBLE(
            "watch",
            Level.WARN,
            "something is wrong on the wire, such as a stranger with the same VRID, or a wrong password"),
    /** It is not any more. */
    WIRE_CLEARED("watch", Level.INFO, "what was wrong on the wire is so no more");

    private final String component;
    private final Level level;
    private final String meaning;

    EventKind(String component, Level level, String meaning) {
        this.component = component;
        this.level = level;
        this.meaning = meaning;
    }

    /**
     * Begins the line that tells of one.
     *
     * @return to be given details and a sentence
     */
    public LoggingEventBuilder log() {
        return LoggerFactory.getLogger(component).atLevel(level).addKeyValue(Logging.EVENT_KEY, this);
    }

    /**
     * When it is told.
     *
     * @return as it stands in {@code docs/events.md}
     */
    public String meaning() {
        return meaning;
    }

    /**
     * How bad it is.
     *
     * @return in lower case, as in the journal
     */
    public String severity() {
        return level.name().toLowerCase(Locale.ROOT);
    }

    /** The published name, such as {@code vrrp.state}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
