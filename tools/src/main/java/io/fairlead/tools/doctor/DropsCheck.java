package io.fairlead.tools.doctor;

import io.fairlead.tools.status.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which losses grow. What grew before, nobody can mend any more. */
final class DropsCheck {

    private DropsCheck() {}

    static Result look(Snapshot snapshot) {
        Counts counts = snapshot.counts();
        if (!counts.isWatched()) {
            return Result.cannotTell(Look.NO_ANSWER);
        }
        Map<String, Long> harmless = new TreeMap<>();
        List<Finding> findings = new ArrayList<>();
        for (String label : counts.now().keySet()) {
            long growth = counts.growth(label);
            if (growth > 0) {
                KnownLoss.of(label).ifPresent(loss -> {
                    if (loss.isHarmless()) {
                        harmless.put(label, growth);
                    } else {
                        findings.add(new Finding(
                                label + " +" + growth + " " + counts.span() + ": " + loss.meaning(), loss.remedy()));
                    }
                });
            }
        }
        return Result.of(findings, "none that matter grew " + counts.span() + list(harmless));
    }

    private static String list(Map<String, Long> harmless) {
        return harmless.isEmpty()
                ? ""
                : "; harmless: "
                        + harmless.entrySet().stream()
                                .map(entry -> entry.getKey() + " +" + entry.getValue())
                                .collect(Collectors.joining(", "));
    }
}
