package io.fairlead.bench.compare;

import io.fairlead.bench.DirectorLab;
import io.fairlead.tools.lab.LabPlan;

/** What stands between the client and the server. */
enum Contestant {
    /** A node that is director, and another one that serves the client, at a translated port. */
    FAIRLEAD("fairlead", LabPlan.VIRTUAL_IP),

    /** HAProxy in TCP mode on the machine of the director, with its server on the other one. */
    HAPROXY("haproxy", DirectorLab.DIRECTOR_IP),

    /** A rule of the director's kernel that gives frames the MAC address of the other machine. */
    KERNEL("kernel steering", KernelSteering.VIRTUAL_IP),

    /** Nothing: the server on the other machine. */
    DIRECT("no director", DirectorLab.NODE_IP);

    private final String words;
    private final String address;

    Contestant(final String words, final String address) {
        this.words = words;
        this.address = address;
    }

    /** What the client connects to. */
    String address() {
        return address;
    }

    @Override
    public String toString() {
        return words;
    }
}
