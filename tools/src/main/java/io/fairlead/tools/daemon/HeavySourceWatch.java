package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.events.EventKind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The clients that have more connections than a node's fair share, for log and status. Conductor only. */
final class HeavySourceWatch implements Reconfigurable {

    private boolean isSpread;
    private final Map<IpAddress, HeavySource> sources = new LinkedHashMap<>();

    /**
     * One of them.
     *
     * @param client address of either family
     * @param node id of the one that it stays with
     * @param connections that it has open
     * @param all connections that the director knows of
     */
    record HeavySource(IpAddress client, int node, int connections, int all) {

        int sharePercent() {
            return (int) Math.round(100.0 * connections / all);
        }
    }

    HeavySourceWatch(final boolean isSpread) {
        this.isSpread = isSpread;
    }

    @Override
    public void reconfigure(final NodeConfig config) {
        isSpread = config.policy().heavySources().isSpread();
    }

    /** Are their connections spread over the nodes? */
    boolean isSpread() {
        return isSpread;
    }

    Collection<HeavySource> sources() {
        return sources.values();
    }

    void onHeavy(final IpAddress client, final int node, final int connections, final int all) {
        final HeavySource now = new HeavySource(client, node, connections, all);
        if (sources.put(client, now) == null) {
            EventKind.SOURCE_HEAVY
                    .log()
                    .addKeyValue("client", client)
                    .log(
                            "heavy source {}: {} of {} connections ({} %), more than a node's fair share; {}",
                            client,
                            connections,
                            all,
                            now.sharePercent(),
                            isSpread
                                    ? "its new connections are spread over the nodes"
                                    : "it stays with one node; set policy.heavySources.spread if it is a NAT or a proxy");
        }
    }

    void onLight(final IpAddress client) {
        if (sources.remove(client) != null) {
            EventKind.SOURCE_LIGHT.log().addKeyValue("client", client).log("source {} is heavy no longer", client);
        }
    }
}
