package io.fairlead.tools.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The secret that all nodes of a cluster share; its text form is one line of 64 hex digits, {@code #} starting a comment. */
public final class ClusterKey {

    /** Length of the key in bytes. */
    public static final int LENGTH = 32;

    private static final int MAX_FILE_LENGTH = 4096;
    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final byte[] bytes;

    /**
     * Takes a key.
     *
     * @param bytes {@link #LENGTH} of them
     */
    public ClusterKey(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a key has " + LENGTH + " bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    static ClusterKey read(Path file) throws Refusal {
        String remedy = "make one with `fairlead keygen " + file + "` and copy it to every node";
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!Files.isRegularFile(file)) {
                throw new Refusal(file + " is not a file", remedy);
            }
            if (!OWNER_ONLY.containsAll(permissions)) {
                throw new Refusal(
                        "others can read or change " + file + " (" + PosixFilePermissions.toString(permissions) + ")",
                        "chmod 600 " + file + ", and make a new key if others had time to read it");
            }
            return parse(firstBytes(file), file, remedy);
        } catch (NoSuchFileException e) {
            throw new Refusal(file + " does not exist", remedy);
        } catch (IOException e) {
            throw new Refusal(file + " cannot be read", "run as the owner of the file, or check the path");
        }
    }

    private static ClusterKey parse(String text, Path file, String remedy) throws Refusal {
        List<String> lines = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (lines.size() != 1 || !lines.get(0).matches("[0-9a-fA-F]{" + 2 * LENGTH + "}")) {
            throw new Refusal(file + " holds no key (one line of " + 2 * LENGTH + " hex digits)", remedy);
        }
        return new ClusterKey(HexFormat.of().parseHex(lines.get(0)));
    }

    private static String firstBytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_FILE_LENGTH), StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * The key itself.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * The text form, as {@code fairlead keygen} writes it.
     *
     * @return a comment and the key
     */
    public String toText() {
        return "# Fairlead cluster key: secret, the same file on every node, readable by its owner alone.\n"
                + HexFormat.of().formatHex(bytes) + "\n";
    }

    /** Never the key, which would end up in a log. */
    @Override
    public String toString() {
        return "ClusterKey[...]";
    }
}
