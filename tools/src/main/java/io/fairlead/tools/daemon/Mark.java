package io.fairlead.tools.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An empty file in the node's run folder: what it stands for is true, also if the daemon is restarted, but not after the machine was. */
final class Mark {

    private final Path file;

    private Mark(final Path file) {
        this.file = file;
    }

    /** The node is in maintenance. */
    static Mark ofMaintenance(final Path runFolder) {
        return new Mark(runFolder.resolve("maintenance"));
    }

    /** The node is drained. */
    static Mark ofDrain(final Path runFolder) {
        return new Mark(runFolder.resolve("drained"));
    }

    boolean isSet() {
        return Files.exists(file);
    }

    void set(final boolean on) throws IOException {
        if (!on) {
            Files.deleteIfExists(file);
        } else if (!isSet()) {
            Files.createFile(file);
        }
    }
}
