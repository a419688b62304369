package io.fairlead.tools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Removes what a lab left behind: one that was kept, or one whose process was killed. */
public final class LabSweep {
    private static final Duration DEATH_LIMIT = Duration.ofSeconds(5);

    private LabSweep() {}

    /**
     * Ends the processes that this plan's lab recorded, deletes its namespaces and its files.
     *
     * @return whether there was anything
     * @throws LabException when another process is using the lab at this moment
     */
    public static boolean sweep(final LabPlan plan) {
        refuseWhileInUse(plan);
        final ProcessLedger ledger = new ProcessLedger(plan.processes());
        final int processes = ledger.killAll();
        Await.until("end of the earlier lab's processes", DEATH_LIMIT, () -> ledger.running()
                .isEmpty());
        final List<String> namespaces = Namespace.existing(plan.namespaceName(""));
        namespaces.forEach(Namespace::delete);
        final boolean files = Files.exists(plan.directory());
        removeFiles(plan);
        return processes > 0 || !namespaces.isEmpty() || files;
    }

    /** Marks the lab as used by this process. */
    static void claim(final LabPlan plan) {
        final String self = ProcessId.of(ProcessHandle.current().pid())
                .map(ProcessId::format)
                .orElseThrow(() -> new LabException("/proc is not mounted"));
        try {
            Files.createDirectories(plan.directory());
            Files.writeString(plan.owner(), self);
        } catch (final IOException e) {
            throw new LabException("cannot write " + plan.owner() + ": " + e.getMessage(), e);
        }
    }

    /** Marks the lab as used by nobody. */
    static void release(final LabPlan plan) {
        try {
            Files.deleteIfExists(plan.owner());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuseWhileInUse(final LabPlan plan) {
        if (!Files.exists(plan.owner())) {
            return;
        }
        final ProcessId owner;
        try {
            owner = ProcessId.parse(Files.readString(plan.owner()));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        if (owner.isRunning() && owner.pid() != ProcessHandle.current().pid()) {
            throw new LabException("the lab " + plan.prefix() + " is in use by process " + owner.pid());
        }
    }

    static void removeFiles(final LabPlan plan) {
        if (!Files.exists(plan.directory())) {
            return;
        }
        try (Stream<Path> files = Files.walk(plan.directory())) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
