package io.fairlead.tools.lab.demo;

import io.fairlead.tools.lab.Lab;
import io.fairlead.tools.lab.LabNode;
import java.util.List;
import java.util.stream.Collectors;

/** Who is director, according to the kernels of the nodes. */
final class Directors {
    private Directors() {}

    static boolean isOnly(final Lab lab, final LabNode node) {
        return lab.directors().equals(List.of(node));
    }

    static String names(final Lab lab) {
        final List<LabNode> directors = lab.directors();
        return directors.isEmpty()
                ? "none"
                : directors.stream().map(LabNode::name).collect(Collectors.joining(" and "));
    }

    /** What {@code ip addr} says on each node. */
    static void show(final Stage stage) {
        stage.progress().note("ip -4 -brief addr show eth0");
        stage.lab().nodes().forEach(node -> stage.progress().note("  " + node.name() + ":  " + node.addresses()));
    }
}
