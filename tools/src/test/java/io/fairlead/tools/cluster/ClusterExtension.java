package io.fairlead.tools.cluster;

import io.fairlead.tools.lab.LabNode;
import java.util.List;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one cluster that all of them share: started for the first, put in order before each, removed after the last. */
final class ClusterExtension implements BeforeEachCallback, AfterTestExecutionCallback, ParameterResolver {
    private static final int LOG_LINES = 40;

    @Override
    public void beforeEach(final ExtensionContext context) {
        cluster(context).settle();
    }

    @Override
    public void afterTestExecution(final ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            cluster(context).lab().nodes().forEach(ClusterExtension::printLog);
        }
    }

    private static void printLog(final LabNode node) {
        final List<String> lines = node.daemon().logText().lines().toList();
        System.out.println("last lines of the log of " + node.name() + ":");
        lines.stream().skip(Math.max(0, lines.size() - LOG_LINES)).forEach(line -> System.out.println("    " + line));
    }

    @Override
    public boolean supportsParameter(final ParameterContext parameter, final ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Object resolveParameter(final ParameterContext parameter, final ExtensionContext context) {
        return cluster(context);
    }

    /** The root's store closes it when the last test has run. */
    private static Cluster cluster(final ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ClusterExtension.class))
                .computeIfAbsent(Cluster.class, type -> Cluster.start(), Cluster.class);
    }
}
