package io.fairlead.tools.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The shell entry point that the lab starts its daemons with: the one its users type, so that it is tested too.
 *
 * @param script {@code tools/bin/fairlead}
 */
public record Launcher(Path script) {
    private static final String PROPERTY = "fairlead.launcher";
    // The lab runs what was built; it never starts a build of its own.
    private static final Map<String, String> NO_BUILD = Map.of("FAIRLEAD_NO_BUILD", "1");

    /** The launcher that started this process, or else the one of the source tree that the working directory is in. */
    public static Launcher find() {
        final String given = System.getProperty(PROPERTY);
        if (given != null) {
            return new Launcher(Path.of(given));
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            final Path candidate = folder.resolve("tools/bin/fairlead");
            if (Files.isExecutable(candidate)) {
                return new Launcher(candidate);
            }
        }
        throw new LabException("tools/bin/fairlead not found: run inside the source tree, or set -D" + PROPERTY);
    }

    /** Runs a short command such as {@code status} to its end. */
    public Outcome run(final Duration limit, final Map<String, String> environment, final String... arguments) {
        return Shell.run(limit, with(environment), command(arguments));
    }

    List<String> command(final String... arguments) {
        final List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    Map<String, String> with(final Map<String, String> environment) {
        final Map<String, String> all = new HashMap<>(NO_BUILD);
        all.putAll(environment);
        return all;
    }
}
