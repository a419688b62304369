package io.fairlead.tools.lab.demo;

import io.fairlead.tools.lab.Lab;
import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Namespace;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;

/** Runs the steps in order, takes the lab down and prints the table. */
final class Demo {
    private static final List<DemoStep> STEPS = List.of(
            new StartStep(),
            new PagesStep(),
            new BannerStep(),
            new DownloadStep(),
            new DeathStep(),
            new ChecksumStep(),
            new StatusStep());
    private static final int LOG_LINES = 15;

    private final Lab lab;
    private final Progress progress;
    private final Findings findings = new Findings();

    Demo(final Lab lab, final Progress progress) {
        this.lab = lab;
        this.progress = progress;
    }

    /** Returns whether everything was as expected. */
    boolean run(final boolean keep) {
        try {
            progress.step("A bridge, three nodes, four clients and a web origin, each in a network namespace");
            lab.build();
            final Stage stage = new Stage(lab, progress, findings);
            for (final DemoStep step : STEPS) {
                progress.step(step.title());
                step.run(stage);
            }
        } catch (final LabException e) {
            findings.add(false, "the demo runs to its end", "yes", String.valueOf(e.getMessage()));
        }
        if (!findings.allAsExpected()) {
            showLogs();
        }
        if (keep) {
            lab.keep();
        } else {
            removeLab();
        }
        progress.step("What was seen");
        progress.plain("");
        progress.plain(findings.table());
        progress.plain(findings.allAsExpected() ? "Everything as expected." : "Not everything was as expected.");
        if (keep) {
            progress.plain(KeptHints.text(lab.plan()));
        }
        return findings.allAsExpected();
    }

    private void removeLab() {
        progress.step("Everything is removed");
        lab.close();
        final LabPlan plan = lab.plan();
        final List<String> namespaces = Namespace.existing(plan.namespaceName(""));
        final boolean clean = namespaces.isEmpty() && !Files.exists(plan.directory());
        findings.add(clean, "left behind", "nothing", clean ? "nothing" : String.join(", ", namespaces));
    }

    private void showLogs() {
        for (final LabNode node : lab.nodes()) {
            if (node.hasDaemon()) {
                final List<String> log = node.daemon().logText().lines().toList();
                progress.plain("\nlast lines of the log of " + node.name() + ":");
                progress.note(
                        log.stream().skip(Math.max(0, log.size() - LOG_LINES)).collect(Collectors.joining("\n")));
            }
        }
    }
}
