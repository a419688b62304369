package io.fairlead.tools.replay;

import io.fairlead.lb.steering.ChosenBy;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tools.daemon.MemoryNode.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two replays of one capture, and the clients that go elsewhere in the second one.
 *
 * @param first what the first has shown
 * @param second what the second has shown
 * @param moves of clients, in the order of their addresses
 * @param clients how many there are in either
 */
public record Comparison(ReplayResult first, ReplayResult second, List<Move> moves, int clients) {

    /**
     * A client that goes elsewhere.
     *
     * @param client its address
     * @param frame number of the frame that begins its first connection
     * @param before name of the node, empty for none
     * @param after name of the node, empty for none
     * @param reason why, in words
     */
    public record Move(IpAddress client, long frame, String before, String after, String reason) {}

    static Comparison of(
            final ReplayResult first,
            final Placements firstPlacements,
            final ReplayResult second,
            final Placements secondPlacements) {
        final Map<IpAddress, Placement> before = firstPlacements.byClient();
        final Map<IpAddress, Placement> after = secondPlacements.byClient();
        final List<Move> moves = new ArrayList<>();
        before.forEach((client, placement) -> move(placement, after.get(client)).ifPresent(moves::add));
        after.forEach((client, placement) -> {
            if (!before.containsKey(client)) {
                moves.add(new Move(
                        client,
                        placement.frame(),
                        "",
                        placement.node(),
                        "only here its connection is balanced: the redirects differ"));
            }
        });
        moves.sort(Comparator.comparing(Move::client));
        final int onlyAfter = (int) after.keySet().stream()
                .filter(client -> !before.containsKey(client))
                .count();
        return new Comparison(first, second, List.copyOf(moves), before.size() + onlyAfter);
    }

    private static Optional<Move> move(final Placement before, final @Nullable Placement after) {
        if (after == null) {
            return Optional.of(new Move(
                    before.client(),
                    before.frame(),
                    before.node(),
                    "",
                    "here its connections are not balanced: the redirects differ"));
        }
        if (after.node().equals(before.node())) {
            return Optional.empty();
        }
        return Optional.of(
                new Move(before.client(), after.frame(), before.node(), after.node(), reason(before, after)));
    }

    private static String reason(final Placement before, final Placement after) {
        if (after.node().isEmpty()) {
            return "no node takes new clients";
        }
        if (before.node().isEmpty()) {
            return after.node() + " takes new clients";
        }
        final Optional<Candidate> old = find(after.candidates(), before.node());
        if (old.isEmpty()) {
            return before.node() + " is not known";
        }
        if (!old.get().takesClients()) {
            return before.node() + " " + old.get().reason();
        }
        final Optional<Candidate> chosenBefore = find(before.candidates(), after.node());
        if (chosenBefore.isEmpty()) {
            return after.node() + " was not known";
        }
        if (!chosenBefore.get().takesClients()) {
            return after.node() + " takes new clients, and "
                    + chosenBefore.get().reason() + " otherwise";
        }
        return chosen(before, after, old.get());
    }

    private static String chosen(final Placement before, final Placement after, final Candidate old) {
        if (after.chosenBy() != ChosenBy.POLICY) {
            return "it stays with " + after.node();
        }
        final long score =
                find(after.candidates(), after.node()).map(Candidate::score).orElse(0L);
        return score < old.score()
                ? after.node() + " has the better score: " + score + ", and " + before.node() + " " + old.score()
                : "chosen by policy: shares are others, or other clients came before it";
    }

    private static Optional<Candidate> find(final List<Candidate> candidates, final String name) {
        return candidates.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst();
    }
}
