package io.fairlead.bench.throughput;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that forwards from a TAP of its own to another one. */
final class Contender implements AutoCloseable {

    private static final long NS_PER_TICK = 10_000_000L;
    private static final int UTIME_FIELD = 11;

    private final String name;
    private final boolean isOurs;
    private final Lane lane;
    private final Process process;
    private final BufferedReader output;

    private Contender(final String name, final boolean isOurs, final Lane lane, final Process process) {
        this.name = name;
        this.isOurs = isOurs;
        this.lane = lane;
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Starts it and waits until it has made its TAPs. */
    static Contender start(
            final String name, final boolean isOurs, final Lane lane, final String cores, final List<String> command)
            throws IOException {
        final Contender contender = new Contender(name, isOurs, lane, lane.start(cores, command));
        final String line = contender.output.readLine();
        if (!"ready".equals(line)) {
            contender.close();
            throw new IOException(name + " does not start: it says '" + line + "'");
        }
        lane.bringUp();
        return contender;
    }

    String name() {
        return name;
    }

    Lane lane() {
        return lane;
    }

    boolean isOurs() {
        return isOurs;
    }

    /** Processor time that it has used. */
    long cpuNs() throws IOException {
        final String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        // behind the program's name, which may hold anything
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME_FIELD]) + Long.parseLong(fields[UTIME_FIELD + 1])) * NS_PER_TICK;
    }

    /** Bytes that the thread of our data path has allocated; only of our own. */
    long allocatedBytes() throws IOException {
        final OutputStream input = process.getOutputStream();
        input.write('\n');
        input.flush();
        final String answer = output.readLine();
        return Long.parseLong(answer.substring(answer.indexOf(' ') + 1));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
