package io.fairlead.tools.daemon;

import io.fairlead.netstack.port.AbsentPort;
import io.fairlead.netstack.port.FramePort;

/**
 * The open ports of one interface that one data-path thread uses: a queue of each TAP.
 *
 * @param uplink towards the wire
 * @param host towards the host's kernel
 * @param uplinkFd to wait on for frames from the wire; -1 for none
 * @param hostFd to wait on for frames from the host's kernel; -1 for none
 */
record QueuePorts(FramePort uplink, FramePort host, int uplinkFd, int hostFd) {

    /** While there is no interface. */
    static final QueuePorts ABSENT = new QueuePorts(AbsentPort.INSTANCE, AbsentPort.INSTANCE, -1, -1);
}
