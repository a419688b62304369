package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.SteeringTable.NO_NODE;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.counter.CounterSet;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Answers where a client's connections go. The choice for a new one is told at once, by what would assign it; its connections are looked for a few entries each duty
 * cycle, so that no frame waits for it. A new question replaces one that is being answered. Belongs to one data-path thread; allocates nothing.
 */
final class Explainer {

    /** While an answer is under way, the data path comes by this often even if no frame does. */
    static final long SEARCH_INTERVAL_NS = 1_000_000L;

    private static final int ENTRIES_PER_CYCLE = 4096;

    private final Situation situation;
    private final Flows flows;
    private final ClientNodes clients;
    private final Assigner assigner;
    private final SteeringEvents events;
    private final AtomicCounter eventsLost;
    private final FlowKey key = new FlowKey();

    private boolean isAnswering;
    private int question;
    private long clientHigh;
    private long clientLow;
    private int toSearch;
    private int found;

    Explainer(
            final Situation situation,
            final Flows flows,
            final ClientNodes clients,
            final Assigner assigner,
            final SteeringEvents events,
            final CounterSet<SteeringCounter> counters) {
        this.situation = situation;
        this.flows = flows;
        this.clients = clients;
        this.assigner = assigner;
        this.events = events;
        this.eventsLost = counters.get(SteeringCounter.STEERING_EVENTS_LOST);
    }

    /** Begins with an answer; of the flow, everything but the client port counts; of the destination's address only whether it is a node's own. */
    void explain(final FlowKey asked, final int newQuestion) {
        question = newQuestion;
        clientHigh = asked.clientHigh();
        clientLow = asked.clientLow();
        toSearch = flows.places();
        found = 0;
        isAnswering = tellChoice(asked) && tellCandidates(asked);
        if (!isAnswering) {
            eventsLost.incrementRelease();
        }
    }

    private boolean tellChoice(final FlowKey asked) {
        final SteeringTable table = situation.table();
        int node = NO_NODE;
        ChosenBy chosenBy = ChosenBy.NOT_REDIRECTED;
        final RedirectRule rule = table.redirects().rule(asked.protocol(), asked.destinationPort());
        if (!rule.isFormer() && rule.exceptsSource(asked.clientHigh(), asked.clientLow())) {
            chosenBy = ChosenBy.EXCEPTED;
        } else if (rule != RedirectRule.NONE && !rule.isFormer()) {
            node = assigner.find(asked, rule);
            chosenBy = assigner.chosenBy();
        }
        return events.explainedChoice(
                question,
                chosenBy,
                node == NO_NODE ? 0 : table.node(node).id(),
                situation.isArmed(),
                clients.nodeOf(asked),
                clients.ageSeconds(asked, situation.seconds()));
    }

    private boolean tellCandidates(final FlowKey asked) {
        final SteeringTable table = situation.table();
        final int redirect = table.redirects()
                .rule(asked.protocol(), asked.destinationPort())
                .redirect();
        for (int i = 0; i < table.nodes().size(); i++) {
            if (!events.explainedCandidate(
                    question, table.node(i), table.takes(i, asked, redirect), assigner.added(i))) {
                return false;
            }
        }
        return true;
    }

    boolean isAnswering() {
        return isAnswering;
    }

    /** Looks at some more entries, if there is a question. What finds no room among the events is tried again. */
    void search() {
        for (int looked = 0; toSearch > 0 && looked < ENTRIES_PER_CYCLE && isAnswering; looked++) {
            // downwards, and so through the openings first: an entry that moves goes to where the search has not been
            final int slot = flows.slotAt(toSearch - 1);
            if (flows.isOf(slot, clientHigh, clientLow)) {
                if (found < Explained.MOST_FLOWS && !tellFlow(slot)) {
                    return;
                }
                found++;
            }
            toSearch--;
        }
        if (isAnswering && toSearch == 0) {
            isAnswering = !events.explainedEnd(question, found);
        }
    }

    private boolean tellFlow(final int slot) {
        return events.explainedFlow(
                question,
                flows.key(slot, key),
                flows.owner(slot),
                flows.state(slot),
                flows.idleSeconds(slot, situation.seconds()),
                flows.translatedPort(slot),
                flows.proxyPort(slot));
    }
}
