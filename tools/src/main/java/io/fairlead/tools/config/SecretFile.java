package io.fairlead.tools.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Reads files that only their owner may read. */
final class SecretFile {

    private static final int MAX_LENGTH = 4096;
    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private SecretFile() {}

    /**
     * The first 4096 bytes of a file, which is more than any secret has.
     *
     * @param remedy what to do if there is no such file
     * @throws Refusal if it is not there, not a file, or open to others
     */
    static byte[] read(Path file, String remedy) throws Refusal {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!Files.isRegularFile(file)) {
                throw new Refusal(file + " is not a file", remedy);
            }
            if (!OWNER_ONLY.containsAll(permissions)) {
                throw new Refusal(
                        "others can read or change " + file + " (" + PosixFilePermissions.toString(permissions) + ")",
                        "chmod 600 " + file + ", and make a new one if others had time to read it");
            }
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(MAX_LENGTH);
            }
        } catch (NoSuchFileException e) {
            throw new Refusal(file + " does not exist", remedy);
        } catch (IOException e) {
            throw new Refusal(file + " cannot be read", "run as the owner of the file, or check the path");
        }
    }
}
