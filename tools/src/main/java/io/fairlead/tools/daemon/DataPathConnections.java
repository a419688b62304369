package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.ConnectionReplica;
import io.fairlead.lb.report.Connection;
import io.fairlead.lb.steering.SteeringShards;

/** Hands the connections that the director tells of to the data path. Conductor only. */
final class DataPathConnections implements ConnectionReplica {

    private final SteeringShards shards;
    private final TablePublisher tables;

    DataPathConnections(final SteeringShards shards, final TablePublisher tables) {
        this.shards = shards;
        this.tables = tables;
    }

    @Override
    public void put(final Connection connection) {
        if (connection.isOpen()) {
            shards.connectionOpen(
                    ClusterLink.key(connection.flow()),
                    connection.nodeId(),
                    connection.clientMac(),
                    connection.clientTags());
        } else {
            shards.connectionEnded(ClusterLink.key(connection.flow()));
        }
        tables.commandSent();
    }

    @Override
    public void begin() {
        shards.connectionsBegin();
        tables.commandSent();
    }

    @Override
    public void complete() {
        shards.connectionsComplete();
        tables.commandSent();
    }
}
