package io.fairlead.bench;

import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.FairleadPeer;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Launcher;
import io.fairlead.tools.lab.Segment;
import java.nio.file.Path;

/** A bridge with the machines of a benchmark. Whatever ends this process, short of kill -9, takes everything with it; after that, the next benchmark of the same name does. */
final class BenchSegment implements AutoCloseable {
    private final LabPlan plan;
    private final Segment segment;
    private final Thread cleaner;

    /** The bridge, without machines; {@code name} is what its namespaces begin with. */
    BenchSegment(final String name) {
        plan = new LabPlan(name, Path.of("/run", name), Launcher.find());
        segment = new Segment(plan);
        cleaner = new Thread(segment::close);
        Runtime.getRuntime().addShutdownHook(cleaner);
        segment.build();
    }

    Path directory() {
        return plan.directory();
    }

    void addStation(final String name, final int host) {
        segment.addStation(name, host);
    }

    /** Super-frames and partial checksums cross the station's interface, or complete frames that are no longer than the MTU. */
    void offloads(final String station, final boolean isOn) {
        if (isOn) {
            segment.handOnOffloads(station);
        } else {
            segment.withholdOffloads(station);
        }
    }

    Client machine(final String station) {
        return segment.client(station);
    }

    FairleadPeer fairlead(final String station, final String yaml) {
        return segment.fairlead(station, yaml);
    }

    /** Starts a program that runs until the end. */
    void serve(final String station, final String label, final String... command) {
        segment.start(station, label, command);
    }

    @Override
    public void close() {
        segment.close();
        Runtime.getRuntime().removeShutdownHook(cleaner);
    }
}
