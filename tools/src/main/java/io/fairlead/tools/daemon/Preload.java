package io.fairlead.tools.daemon;

import io.fairlead.tapio.netlink.Netlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * Loads what is slow at first use (the native binding, the random source, the mapping of files) on a second processor, while the first one reads the
 * configuration and attaches to the interface. Not logging, which must be there already: SLF4J hands out stand-ins to whoever asks while another thread
 * initialises it. Whatever fails here fails again, with its message, where it is needed.
 */
public final class Preload {

    private Preload() {}

    /** Begins, and returns at once. */
    public static void start() {
        final Thread thread = new Thread(Preload::load, "fairlead-preload");
        thread.setDaemon(true);
        thread.start();
    }

    private static void load() {
        try (Netlink netlink = Netlink.open()) {
            netlink.links().find("lo");
            new SecureRandom().nextLong();
            mapOnePage();
        } catch (final IOException | RuntimeException | LinkageError e) {
            // where it is needed it says why
        }
    }

    private static void mapOnePage() throws IOException {
        final Path file = Files.createTempFile("fairlead", null);
        try {
            new MappedMemory(file, 1).close();
        } finally {
            Files.delete(file);
        }
    }
}
