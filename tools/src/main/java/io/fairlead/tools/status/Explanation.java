package io.fairlead.tools.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything {@code fairlead explain} shows; {@code docs/explain.md} describes it for its users.
 *
 * @param node name of the node that answers
 * @param steering whether that node steers; if not, the new connection is what it would choose if it did
 * @param director name of the director; empty if there is none
 * @param client address of either family
 * @param newConnection where the next connection of the client goes
 * @param policy {@code policy.algorithm} of the configuration
 * @param sticky the node that the client stays with; null if there is none
 * @param nodes all that are known, those left out included
 * @param connections of the client, the last seen first; not all of them if there are many
 * @param furtherConnections how many were found beside them
 * @param notes what else decides about this client
 */
public record Explanation(
        String node,
        boolean steering,
        String director,
        String client,
        NewConnection newConnection,
        String policy,
        @Nullable Sticky sticky,
        List<Candidate> nodes,
        List<Connection> connections,
        int furtherConnections,
        List<String> notes) {

    /** Why a new connection goes where it goes. */
    public enum Reason {
        /** The client stays with the node. */
        @JsonProperty("sticky")
        STICKY,
        /** The node was chosen a moment ago for another connection of the client that is still being opened. */
        @JsonProperty("recent")
        RECENT,
        /** The policy prefers the node at the moment. */
        @JsonProperty("policy")
        POLICY,
        /** No node takes new clients. */
        @JsonProperty("nobody")
        NOBODY,
        /** The port is a passive one, which the proxy of the client's node has opened for it. */
        @JsonProperty("passive")
        PASSIVE,
        /** The port belongs to no redirect. */
        @JsonProperty("not-redirected")
        NOT_REDIRECTED,
        /** The client is excepted from the redirect. */
        @JsonProperty("excepted")
        EXCEPTED,
        /** The client is a heavy source, whose connections are placed one by one. */
        @JsonProperty("spread")
        SPREAD
    }

    /**
     * The connection that was asked about.
     *
     * @param transport {@code tcp} or {@code udp}
     * @param port that the client uses
     * @param protocol label of the redirect; empty if the port belongs to none
     * @param proxyPort where the redirect ends; 0 if the port belongs to none
     * @param node name of the node that it goes to; empty if it goes to none
     * @param reason why
     */
    public record NewConnection(
            String transport, int port, String protocol, int proxyPort, String node, Reason reason) {}

    /**
     * The node that a client stays with.
     *
     * @param node name
     * @param ageSeconds since the client's last new connection
     * @param timeoutSeconds after which it is forgotten
     */
    public record Sticky(String node, int ageSeconds, long timeoutSeconds) {}

    /**
     * A node as it is compared.
     *
     * @param name of the node
     * @param managementIp its address
     * @param managementIp6 its IPv6 address; null if it has none, or does not tell
     * @param eligible whether it takes new clients
     * @param leftOutBecause why not; empty if it does
     * @param weight its share of the clients beside others; 100 is normal, 0 none
     * @param activeConnections by its last report
     * @param cpuPercent by its last report, 0-100
     * @param memoryPercent by its last report, 0-100
     * @param score by its last report; lower is freer
     * @param added to the score for the clients that it was given since
     * @param stickyClients that are bound to it
     */
    public record Candidate(
            String name,
            String managementIp,
            @Nullable String managementIp6,
            boolean eligible,
            List<String> leftOutBecause,
            int weight,
            long activeConnections,
            int cpuPercent,
            int memoryPercent,
            long score,
            long added,
            long stickyClients) {}

    /**
     * A connection of the client.
     *
     * @param transport {@code tcp} or {@code udp}
     * @param clientPort of the client
     * @param destination that the client uses
     * @param destinationPort that the client uses
     * @param node name of the node that owns it; empty if that is not known
     * @param state {@code opening}, {@code established}, {@code closing}, {@code asking} or {@code unclaimed}
     * @param idleSeconds since the client's last frame
     * @param translated whether the answering node translates it
     * @param proxyPort that it is translated to; 0 if it is not
     * @param translatedClientPort that the kernel sees; 0 if it is not translated
     */
    public record Connection(
            String transport,
            int clientPort,
            String destination,
            int destinationPort,
            String node,
            String state,
            int idleSeconds,
            boolean translated,
            int proxyPort,
            int translatedClientPort) {}
}
