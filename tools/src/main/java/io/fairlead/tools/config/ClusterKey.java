package io.fairlead.tools.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The secret that all nodes of a cluster share; its text form is one line of 64 hex digits, {@code #} starting a comment. */
public final class ClusterKey {

    /** Length of the key in bytes. */
    public static final int LENGTH = 32;

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
        return parse(new String(SecretFile.read(file, remedy), StandardCharsets.ISO_8859_1), file, remedy);
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClusterKey key && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Never the key, which would end up in a log. */
    @Override
    public String toString() {
        return "ClusterKey[...]";
    }
}
