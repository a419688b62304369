package io.fairlead.tapio.attach;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The settings of one interface under /proc/sys/net, of the calling thread's namespace. A kernel without IPv6 has none of its files. */
final class InterfaceSettings {

    private static final Path NET = Path.of("/proc/sys/net");
    private static final String[] FAMILIES = {"ipv4", "ipv6"};
    private static final String DISABLE_IPV6 = "disable_ipv6";
    private static final String ACCEPT_DAD = "accept_dad";

    private final String interfaceName;

    InterfaceSettings(final String interfaceName) {
        this.interfaceName = interfaceName;
    }

    /** Whether IPv6 is switched off; false without IPv6. */
    boolean isIpv6Disabled() {
        return read(ipv6(DISABLE_IPV6)).equals("1");
    }

    void setIpv6Disabled(final boolean disabled) {
        writeIfExists(ipv6(DISABLE_IPV6), disabled ? "1" : "0");
    }

    /** The present mode of duplicate address detection; empty without IPv6. */
    String acceptDad() {
        return read(ipv6(ACCEPT_DAD));
    }

    void setAcceptDad(final String mode) {
        if (!mode.isEmpty()) {
            writeIfExists(ipv6(ACCEPT_DAD), mode);
        }
    }

    /** Makes another interface behave like this one, as far as the kernel lets it; forwarding, filters, router advertisements and so on. */
    void copyTo(final InterfaceSettings other) {
        for (final String family : FAMILIES) {
            final Path folder = folder(family);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (final Path file : files) {
                    final Path target = other.folder(family).resolve(file.getFileName());
                    final String value = read(file);
                    if (!value.isEmpty() && !value.equals(read(target))) {
                        writeIfAccepted(target, value);
                    }
                }
            } catch (final IOException e) {
                throw new UncheckedIOException("read the settings of " + interfaceName, e);
            }
        }
    }

    private Path folder(final String family) {
        return NET.resolve(family).resolve("conf").resolve(interfaceName);
    }

    private Path ipv6(final String key) {
        return folder("ipv6").resolve(key);
    }

    /** Empty for a file that is not there or has no value at present, such as stable_secret. */
    private static String read(final Path file) {
        try {
            return Files.readString(file).trim();
        } catch (final IOException e) {
            return "";
        }
    }

    /** For keys that are read-only or that this kernel does not take from outside. */
    private static void writeIfAccepted(final Path file, final String value) {
        try {
            Files.writeString(file, value);
        } catch (final IOException e) {
            // What the kernel refuses stays at its default; the interface works without.
            return;
        }
    }

    private static void writeIfExists(final Path file, final String value) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            Files.writeString(file, value);
        } catch (final IOException e) {
            throw new UncheckedIOException("write " + value + " to " + file, e);
        }
    }
}
