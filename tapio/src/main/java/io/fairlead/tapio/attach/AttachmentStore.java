package io.fairlead.tapio.attach;

import io.fairlead.tapio.attach.AttachmentState.Era;
import io.fairlead.tapio.attach.AttachmentState.Names;
import io.fairlead.tapio.attach.AttachmentState.Nic;
import io.fairlead.tapio.netlink.AddressEntry;
import io.fairlead.tapio.netlink.RouteEntry;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/** Keeps an {@link AttachmentState} in a file that people can read, replaced as a whole and on the disk before {@link #save} returns. */
final class AttachmentStore {

    private static final String FILE = "attachment.properties";
    private static final String HEADER = """
            # What Fairlead changed, for `fairlead detach` and for the next start. Deleted when it is undone.
            # The digits behind an address or a route are the kernel's own netlink message of it.
            """;

    private final Path file;

    AttachmentStore(final Path stateDir) {
        this.file = stateDir.resolve(FILE);
    }

    Path file() {
        return file;
    }

    Optional<AttachmentState> load() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(Files.readString(file)));
        } catch (final IOException e) {
            throw new UncheckedIOException("read " + file, e);
        } catch (final IllegalArgumentException e) {
            throw new AttachException(file + " is damaged (" + e.getMessage() + "): repair or delete it", e);
        }
    }

    void save(final AttachmentState state) {
        final Path temporary = file.resolveSibling(FILE + ".new");
        try {
            Files.createDirectories(directory());
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                final ByteBuffer text = StandardCharsets.UTF_8.encode(format(state));
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory();
        } catch (final IOException e) {
            throw new UncheckedIOException("write " + file, e);
        }
    }

    /** Makes room for the state of another boot or namespace without losing what this one might still be needed for. */
    void setAside() {
        try {
            Files.move(file, file.resolveSibling(FILE + ".old"), StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            throw new UncheckedIOException("rename " + file, e);
        }
    }

    void delete() {
        try {
            if (Files.deleteIfExists(file)) {
                syncDirectory();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("delete " + file, e);
        }
    }

    static String format(final AttachmentState state) {
        final StringBuilder text = new StringBuilder(HEADER);
        line(text, "interface", state.interfaceName());
        line(text, "complete", state.complete());
        line(text, "nic.name", state.names().nic());
        line(text, "nic.index", state.nic().index());
        line(text, "nic.mac", String.format("%012x", state.nic().mac()));
        line(text, "nic.mtu", state.nic().mtu());
        line(text, "nic.up", state.nic().up());
        line(text, "nic.allMulticast", state.nic().allMulticast());
        line(text, "nic.ipv6Disabled", state.nic().ipv6Disabled());
        line(text, "uplink.name", state.names().uplink());
        line(text, "bootId", state.era().bootId());
        line(text, "networkNamespace", state.era().networkNamespace());
        line(text, "addressing.interfaceIndex", state.addressing().interfaceIndex());
        int number = 0;
        for (final AddressEntry address : state.addressing().addresses()) {
            line(text, "address." + number++, address + " " + address.toHex());
        }
        number = 0;
        for (final RouteEntry route : state.addressing().routes()) {
            line(text, "route." + number++, route + " " + route.toHex());
        }
        return text.toString();
    }

    static AttachmentState parse(final String text) {
        final Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return new AttachmentState(
                value(properties, "interface"),
                new Nic(
                        Integer.parseInt(value(properties, "nic.index")),
                        Long.parseLong(value(properties, "nic.mac"), 16),
                        Integer.parseInt(value(properties, "nic.mtu")),
                        Boolean.parseBoolean(value(properties, "nic.up")),
                        Boolean.parseBoolean(value(properties, "nic.allMulticast")),
                        Boolean.parseBoolean(value(properties, "nic.ipv6Disabled"))),
                new Names(value(properties, "nic.name"), value(properties, "uplink.name")),
                new Addressing(
                        Integer.parseInt(value(properties, "addressing.interfaceIndex")),
                        entries(properties, "address.", AddressEntry::fromHex),
                        entries(properties, "route.", RouteEntry::fromHex)),
                new Era(value(properties, "bootId"), value(properties, "networkNamespace")),
                Boolean.parseBoolean(value(properties, "complete")));
    }

    private static <T> List<T> entries(
            final Properties properties, final String prefix, final Function<String, T> fromHex) {
        final List<T> found = new ArrayList<>();
        String entry = properties.getProperty(prefix + 0);
        while (entry != null) {
            found.add(fromHex.apply(entry.substring(entry.lastIndexOf(' ') + 1)));
            entry = properties.getProperty(prefix + found.size());
        }
        return found;
    }

    private static String value(final Properties properties, final String key) {
        final String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return value;
    }

    private static void line(final StringBuilder text, final String key, final Object value) {
        text.append(key)
                .append('=')
                .append(value.toString().replace("\\", "\\\\"))
                .append('\n');
    }

    private Path directory() {
        final Path parent = file.toAbsolutePath().getParent();
        return parent == null ? Path.of("/") : parent;
    }

    /** A rename is on the disk only when its directory is. */
    private void syncDirectory() throws IOException {
        try (FileChannel directory = FileChannel.open(directory(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
