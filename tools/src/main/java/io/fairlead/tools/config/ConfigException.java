package io.fairlead.tools.config;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a configuration is refused; it carries everything that is wrong, not only the first find. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    /**
     * Refuses a configuration.
     *
     * @param problems at least one
     */
    public ConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /**
     * All that is wrong.
     *
     * @return in the order of the file
     */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
