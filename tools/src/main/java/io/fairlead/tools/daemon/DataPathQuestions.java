package io.fairlead.tools.daemon;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.report.FlowTuple;
import io.fairlead.lb.steering.ChosenBy;
import io.fairlead.lb.steering.Explained;
import io.fairlead.lb.steering.SteeringShards;
import io.fairlead.tools.daemon.DataPathAnswer.Candidate;
import io.fairlead.tools.daemon.DataPathAnswer.Flow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Puts together what the data path answers, bit by bit, to the last question. Conductor only. */
final class DataPathQuestions implements Explained {

    private final SteeringShards shards;
    private final TablePublisher tables;
    private final List<Candidate> candidates = new ArrayList<>();
    private final Map<FlowTuple, Flow> flows = new LinkedHashMap<>();
    private CompletableFuture<DataPathAnswer> answer = new CompletableFuture<>();
    private int question;
    private ChosenBy chosenBy = ChosenBy.NOBODY;
    private int chosenNode;
    private boolean isDirector;
    private int stickyNode;
    private int stickyAgeSeconds;

    DataPathQuestions(final SteeringShards shards, final TablePublisher tables) {
        this.shards = shards;
        this.tables = tables;
    }

    /** Asks about a client and a new connection of it. An earlier question is not answered any more. */
    CompletableFuture<DataPathAnswer> ask(final FlowKey flow) {
        question++;
        candidates.clear();
        flows.clear();
        answer = new CompletableFuture<>();
        shards.explain(flow, question);
        tables.commandSent();
        return answer;
    }

    @Override
    public void onChoice(
            final int answered,
            final ChosenBy by,
            final int node,
            final boolean isSteering,
            final int sticky,
            final int ageSeconds) {
        if (answered == question) {
            chosenBy = by;
            chosenNode = node;
            isDirector = isSteering;
            stickyNode = sticky;
            stickyAgeSeconds = ageSeconds;
        }
    }

    @Override
    public void onCandidate(
            final int answered, final int node, final boolean isEligible, final long score, final long added) {
        if (answered == question) {
            candidates.add(new Candidate(node, isEligible, score, added));
        }
    }

    @Override
    public void onFlow(
            final int answered,
            final FlowKey flow,
            final int owner,
            final int state,
            final int idleSeconds,
            final int translatedPort,
            final int proxyPort) {
        if (answered == question) {
            final FlowTuple tuple = ClusterLink.key(flow);
            flows.put(tuple, new Flow(tuple, owner, state, idleSeconds, translatedPort, proxyPort));
        }
    }

    @Override
    public void onEnd(final int answered, final int found) {
        if (answered == question) {
            answer.complete(new DataPathAnswer(
                    chosenBy,
                    chosenNode,
                    isDirector,
                    stickyNode,
                    stickyAgeSeconds,
                    List.copyOf(candidates),
                    List.copyOf(flows.values()),
                    Math.max(0, found - MOST_FLOWS)));
        }
    }
}
