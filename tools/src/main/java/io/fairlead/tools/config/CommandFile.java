package io.fairlead.tools.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the daemon, which is root, may run a file: nobody but root can have written it, or put another in its place.
 *
 * <p>What is run is looked at before each run. Between the look and the run only root can change it, for that is what the look is for.
 */
public final class CommandFile {

    private static final int ROOT = 0;
    private static final int GROUP_OR_OTHERS_WRITE = 0022;
    private static final int ANY_EXECUTE = 0111;
    private static final int STICKY = 01000;

    private CommandFile() {}

    /**
     * What speaks against running a file. Symbolic links are followed; the file at the end counts, and the folders that lead to it.
     *
     * @param file absolute path
     * @return a clause like {@code /opt/check is owned by user 1000, not by root}; empty if it may be run
     */
    public static Optional<String> objection(Path file) {
        return objection(file, ROOT);
    }

    /** For an owner other than root, who is trusted in addition to root. */
    static Optional<String> objection(Path file, int owner) {
        try {
            Path real = file.toRealPath();
            if (!Files.isRegularFile(real)) {
                return Optional.of(file + " is not a file");
            }
            Map<String, Object> attributes = Files.readAttributes(real, "unix:uid,mode");
            int uid = number(attributes, "uid");
            int mode = number(attributes, "mode");
            if (uid != owner && uid != ROOT) {
                return Optional.of(real + " is owned by user " + uid + ", not by root");
            }
            if ((mode & GROUP_OR_OTHERS_WRITE) != 0) {
                return Optional.of("others can change " + real);
            }
            if ((mode & ANY_EXECUTE) == 0) {
                return Optional.of(real + " is not executable");
            }
            return folderObjection(real, owner);
        } catch (NoSuchFileException e) {
            return Optional.of(file + " does not exist");
        } catch (IOException e) {
            return Optional.of(file + " cannot be looked at");
        }
    }

    private static Optional<String> folderObjection(Path real, int owner) throws IOException {
        for (Path folder = real.getParent(); folder != null; folder = folder.getParent()) {
            Map<String, Object> attributes = Files.readAttributes(folder, "unix:uid,mode");
            int uid = number(attributes, "uid");
            int mode = number(attributes, "mode");
            if (uid != owner && uid != ROOT) {
                return Optional.of("folder " + folder + " is owned by user " + uid + ", not by root");
            }
            // In a sticky folder, like /tmp, nobody can replace a file of root's.
            if ((mode & GROUP_OR_OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
                return Optional.of("others can replace what is in folder " + folder);
            }
        }
        return Optional.empty();
    }

    private static int number(Map<String, Object> attributes, String name) {
        return ((Number) attributes.getOrDefault(name, -1)).intValue();
    }
}
