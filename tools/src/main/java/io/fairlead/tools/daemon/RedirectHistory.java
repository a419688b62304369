package io.fairlead.tools.daemon;

import io.fairlead.lb.steering.Redirect;
import io.fairlead.lb.steering.RedirectMap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The redirects of now, and those that were since the start: their connections may go on for long. */
final class RedirectHistory {

    private final Set<Redirect> all = new LinkedHashSet<>();

    /** What the data path is to know when these are the redirects. */
    RedirectMap map(final List<Redirect> redirects) {
        // the last one of a port is what its connections began under, most likely
        redirects.forEach(all::remove);
        final List<Redirect> former = new ArrayList<>(all);
        all.addAll(redirects);
        return new RedirectMap(redirects, former);
    }
}
