package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.daemon.TcpConnection.State;

/** What several tests ask of a connection. */
final class SimulatedAssertions {

    private SimulatedAssertions() {}

    static void isFlowing(final TcpConnection connection) {
        assertThat(connection.state()).as(connection.toString()).isEqualTo(State.ESTABLISHED);
        assertThat(connection.silentTries()).as(connection.toString()).isZero();
        assertThat(connection.dataAcknowledged()).as(connection.toString()).isPositive();
    }
}
