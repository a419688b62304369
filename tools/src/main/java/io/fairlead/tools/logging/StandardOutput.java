package io.fairlead.tools.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What standard output of this process is. {@code System.console()} tells of standard input too, and since JDK 22 is there in any case.
 *
 * @param target as /proc names it, such as {@code /dev/pts/3} or {@code pipe:[4711]}
 */
public record StandardOutput(String target) {

    private static final Path LINK = Path.of("/proc/self/fd/1");

    /**
     * Of this process.
     *
     * @return without a name if /proc is not there
     */
    public static StandardOutput ofProcess() {
        try {
            return new StandardOutput(Files.readSymbolicLink(LINK).toString());
        } catch (IOException e) {
            return new StandardOutput("");
        }
    }

    /**
     * Whether somebody sees it on a screen.
     *
     * @return true for a terminal
     */
    public boolean isTerminal() {
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    }
}
