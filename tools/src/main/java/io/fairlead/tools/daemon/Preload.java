package io.fairlead.tools.daemon;

import io.fairlead.tapio.netlink.Netlink;
import java.security.SecureRandom;

/**
 * Loads what is slow at first use (the native binding, the random source) on a second processor, while the first one reads the
 * configuration. Not logging: SLF4J hands out stand-ins to whoever asks while another thread initialises it. Whatever fails here fails again, with its message, where it is needed.
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
        } catch (final RuntimeException | LinkageError e) {
            // where it is needed it says why
        }
    }
}
