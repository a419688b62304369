package io.fairlead.tools.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file while the reading goes on, so that all of it is reported together. */
final class Problems {

    private final Path file;
    private final List<ConfigProblem> errors = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();

    Problems(Path file) {
        this.file = file;
    }

    void error(int line, String key, String reason, String remedy) {
        errors.add(new ConfigProblem(file.toString(), line, key, reason, remedy));
    }

    void error(int line, String key, Refusal refusal) {
        error(line, key, refusal.reason(), refusal.remedy());
    }

    void warning(int line, String key, String reason, String remedy) {
        warnings.add(new ConfigProblem(file.toString(), line, key, reason, remedy));
    }

    List<ConfigProblem> errors() {
        return inOrderOfFile(errors);
    }

    List<ConfigProblem> warnings() {
        return inOrderOfFile(warnings);
    }

    void throwIfAny() throws ConfigException {
        if (!errors.isEmpty()) {
            throw new ConfigException(errors());
        }
    }

    private static List<ConfigProblem> inOrderOfFile(List<ConfigProblem> found) {
        return found.stream()
                .sorted(Comparator.comparingInt(ConfigProblem::line))
                .toList();
    }
}
