package io.fairlead.tools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Remembers in files which processes a lab started, so that a later run can end them, and only them, when this one was killed. */
final class ProcessLedger {
    private final Path directory;
    private boolean closed;

    ProcessLedger(final Path directory) {
        this.directory = directory;
    }

    /** Starts a process and records it in one step, so that {@link #close} knows of every process or prevents it. */
    synchronized Process start(final ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new LabException("the lab is closed");
        }
        final Process process = builder.start();
        add(process.pid());
        return process;
    }

    /** Nothing can be started from now on; what runs is ended by its owner. */
    synchronized void close() {
        closed = true;
    }

    private void add(final long pid) {
        ProcessId.of(pid).ifPresent(id -> write(directory.resolve(Long.toString(pid)), id.format()));
    }

    void remove(final long pid) {
        try {
            Files.deleteIfExists(directory.resolve(Long.toString(pid)));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<ProcessId> running() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(ProcessLedger::read).filter(ProcessId::isRunning).toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills every recorded process that still runs, and what these started; returns how many there were. */
    int killAll() {
        final List<ProcessId> left = running();
        left.forEach(id -> ProcessHandle.of(id.pid()).ifPresent(handle -> {
            handle.descendants().forEach(ProcessHandle::destroyForcibly);
            handle.destroyForcibly();
        }));
        return left.size();
    }

    private static ProcessId read(final Path file) {
        try {
            return ProcessId.parse(Files.readString(file));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(final Path file, final String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
