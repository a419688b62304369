package io.fairlead.tools.doctor;

import io.fairlead.tools.status.Finding;
import io.fairlead.tools.status.StatusReport;
import io.fairlead.tools.status.VirtualRouterStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether each virtual router does its part. */
final class RoutersCheck {

    private static final String EVENTS = "see why in `fairlead events --type vrrp`";

    private RoutersCheck() {}

    static Result look(StatusReport status) {
        List<Finding> findings = status.virtualRouters().stream()
                .flatMap(router -> find(router).stream())
                .toList();
        return Result.of(
                findings,
                status.virtualRouters().stream()
                        .map(router -> router.id() + " is " + router.state())
                        .collect(Collectors.joining(", ")));
    }

    private static Optional<Finding> find(VirtualRouterStatus router) {
        String name = "virtual router " + router.id() + " on " + router.interfaceName();
        if (router.state().equals("INIT")) {
            return Optional.of(new Finding(
                    name + " is in INIT and takes no part" + because(router),
                    "end what keeps it there: an interface that is down, something that is tracked, or `fairlead maintenance`; "
                            + EVENTS));
        }
        if (router.state().equals("MASTER") && !router.virtualIpsHeld()) {
            return Optional.of(
                    new Finding(name + " is MASTER, but its virtual IPs are not here" + because(router), EVENTS));
        }
        if (router.master().isEmpty()) {
            return Optional.of(new Finding(
                    name + " is " + router.state() + " and hears no director",
                    "see whether a daemon runs on the other nodes, and whether multicast passes between them; "
                            + EVENTS));
        }
        return Optional.empty();
    }

    private static String because(VirtualRouterStatus router) {
        return router.notes().isEmpty() ? "" : ": " + String.join(", ", router.notes());
    }
}
