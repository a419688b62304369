package io.fairlead.tools.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An empty file in the node's run folder: the node is in maintenance, also if its daemon is restarted, but not after the machine was. */
final class MaintenanceMark {

    private final Path file;

    MaintenanceMark(final Path runFolder) {
        this.file = runFolder.resolve("maintenance");
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
