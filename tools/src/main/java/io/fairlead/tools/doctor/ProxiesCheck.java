package io.fairlead.tools.doctor;

import io.fairlead.tools.status.CheckReport;
import io.fairlead.tools.status.CheckState;
import io.fairlead.tools.status.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the proxies of this node work, in the words of {@code fairlead check}. */
final class ProxiesCheck {

    private ProxiesCheck() {}

    static Result look(Snapshot snapshot) {
        @Nullable CheckReport check = snapshot.check();
        if (check == null) {
            return Result.cannotTell(Look.NO_ANSWER + "; `fairlead check --config FILE` probes without it");
        }
        List<Finding> findings = check.redirects().stream()
                .filter(redirect -> !redirect.state().isGood())
                .map(redirect -> new Finding(
                        redirect.protocol() + ":" + redirect.proxyPort() + " " + redirect.lastResult(),
                        redirect.remedy().isEmpty() ? "see `fairlead check -v`" : redirect.remedy()))
                .distinct()
                .toList();
        long working = check.redirects().stream()
                .filter(redirect -> redirect.state() == CheckState.OK)
                .count();
        return Result.of(
                findings,
                working == 0
                        ? "nothing is probed"
                        : working + " of " + check.redirects().size() + " redirects probed, all of them work");
    }
}
