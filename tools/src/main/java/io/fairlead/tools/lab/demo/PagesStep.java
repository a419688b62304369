package io.fairlead.tools.lab.demo;

import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.Fetch;
import io.fairlead.tools.lab.Lab;
import io.fairlead.tools.lab.LabPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Clients fetch pages through the virtual IP; the Via header says which node's proxy served each. */
final class PagesStep implements DemoStep {
    private static final int PAGES_PER_CLIENT = 3;
    // The load policy is free to give the first clients to any node; this many decide whether it leaves one out.
    private static final int MAX_SPARE_ADDRESSES = 16;

    @Override
    public String title() {
        return "Clients fetch pages through the proxy at " + LabPlan.VIRTUAL_IP + ":" + LabPlan.PROXY_PORT;
    }

    @Override
    public void run(final Stage stage) {
        final Lab lab = stage.lab();
        final List<Fetch> fetches = new ArrayList<>();
        lab.clients().forEach(client -> fetches.addAll(fetchPages(stage, client, client.address())));
        for (int spare = 0; spare < MAX_SPARE_ADDRESSES && !everyNodeServes(stage); spare++) {
            final Client client = lab.clients().get(spare % lab.clients().size());
            final String source = LabPlan.spareAddress(spare);
            client.addAddress(source);
            fetches.addAll(fetchPages(stage, client, source));
        }
        judge(stage, fetches);
    }

    private static List<Fetch> fetchPages(final Stage stage, final Client client, final String source) {
        final List<Fetch> fetches = new ArrayList<>();
        for (int page = 1; page <= PAGES_PER_CLIENT; page++) {
            fetches.add(client.fetchFrom(
                    source, LabPlan.VIRTUAL_IP, stage.lab().origin().pageUrl(client.name() + "-" + page)));
        }
        final Set<String> servedBy =
                fetches.stream().map(Fetch::servedBy).collect(Collectors.toCollection(TreeSet::new));
        servedBy.forEach(node -> stage.seat(new Seat(client, source, node)));
        final long answered = fetches.stream().filter(Fetch::ok).count();
        stage.progress()
                .note(client.name() + " (" + source + "): " + answered + " of " + PAGES_PER_CLIENT
                        + " pages, served by " + String.join(", ", servedBy));
        return fetches;
    }

    private static Set<String> servingNodes(final Stage stage) {
        return stage.seats().stream().map(Seat::servedBy).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean everyNodeServes(final Stage stage) {
        return stage.lab().nodes().stream()
                .allMatch(node -> stage.seatServedBy(node).isPresent());
    }

    private static void judge(final Stage stage, final List<Fetch> fetches) {
        final long answered = fetches.stream().filter(Fetch::ok).count();
        final long medianMs = fetches.stream()
                .mapToLong(fetch -> fetch.duration().toMillis())
                .sorted()
                .skip(fetches.size() / 2)
                .findFirst()
                .orElse(0);
        stage.findings()
                .add(
                        answered == fetches.size(),
                        "pages through the virtual IP",
                        "all " + fetches.size(),
                        Long.toString(answered),
                        "median " + medianMs + " ms");
        stage.findings()
                .add(
                        everyNodeServes(stage),
                        "nodes that serve clients",
                        "all " + stage.lab().nodes().size(),
                        String.join(", ", servingNodes(stage)));
        final long addresses =
                stage.seats().stream().map(Seat::source).distinct().count();
        final int seats = stage.seats().size();
        stage.findings()
                .add(
                        seats == addresses,
                        "each client stays with its node",
                        "1 node per client",
                        seats == addresses ? "1 node per client" : seats + " nodes for " + addresses + " clients");
    }
}
