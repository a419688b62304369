package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.ConnectionReplica;
import io.fairlead.lb.report.Connection;
import io.fairlead.lb.steering.SteeringCommands;

/** Hands the connections that the director tells of to the data path. Conductor only. */
final class DataPathConnections implements ConnectionReplica {

    private final SteeringCommands commands;
    private final TablePublisher tables;

    DataPathConnections(final SteeringCommands commands, final TablePublisher tables) {
        this.commands = commands;
        this.tables = tables;
    }

    @Override
    public void put(final Connection connection) {
        if (connection.isOpen()) {
            commands.connectionOpen(
                    ClusterLink.key(connection.flow()),
                    connection.nodeId(),
                    connection.clientMac(),
                    connection.clientTags());
        } else {
            commands.connectionEnded(ClusterLink.key(connection.flow()));
        }
        tables.commandSent();
    }

    @Override
    public void begin() {
        commands.connectionsBegin();
        tables.commandSent();
    }

    @Override
    public void complete() {
        commands.connectionsComplete();
        tables.commandSent();
    }
}
