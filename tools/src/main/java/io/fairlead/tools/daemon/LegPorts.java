package io.fairlead.tools.daemon;

import io.fairlead.netstack.port.AbsentPort;
import io.fairlead.netstack.port.FramePort;

/**
 * The open ports of one interface. Conductor and data path write to the uplink side by side, each in its own way.
 *
 * @param uplink towards the wire, the data path's
 * @param host towards the host's kernel, the data path's
 * @param conductorUplink towards the wire, the conductor's
 * @param uplinkFd to wait on for frames from the wire; -1 for none
 * @param hostFd to wait on for frames from the host's kernel; -1 for none
 */
record LegPorts(FramePort uplink, FramePort host, FramePort conductorUplink, int uplinkFd, int hostFd) {

    /** While there is no interface. */
    static final LegPorts ABSENT = new LegPorts(AbsentPort.INSTANCE, AbsentPort.INSTANCE, AbsentPort.INSTANCE, -1, -1);

    /** Without a kernel: nobody waits for them. */
    static LegPorts of(final FramePort uplink, final FramePort host) {
        return new LegPorts(uplink, host, uplink, -1, -1);
    }

    /** Closes what the data path uses; only after it has left them. The conductor's is closed by who has opened it. */
    void close() {
        uplink.close();
        host.close();
    }
}
