package io.fairlead.tools.cli;

import io.fairlead.tools.config.NodeConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --node}, by which every command says which node of this machine it means. */
final class NodeOption {

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "Name of the node on this machine. Default: the only one there is.")
    private @Nullable String name;

    boolean isNamed() {
        return name != null;
    }

    /**
     * The node that is meant.
     *
     * @param candidates if none is named, it must be the only one of these
     * @param kind of the candidates, for the sentence if it is not
     */
    String choose(List<String> candidates, String kind) throws CommandFailedException {
        if (name != null) {
            if (!NodeConfig.isName(name)) {
                throw new CommandFailedException("'" + name + "' is not the name of a node (1-32 of A-Z a-z 0-9 _ -)");
            }
            return name;
        }
        if (candidates.size() != 1) {
            throw new CommandFailedException(
                    candidates.isEmpty()
                            ? "no " + kind + " on this machine"
                            : "several " + kind + "s on this machine: " + String.join(", ", candidates)
                                    + "; say which with --node NAME");
        }
        return candidates.get(0);
    }
}
