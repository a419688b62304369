package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.wire.Ipv4Address;
import java.util.List;

/** What the conductor is told in answer to a question, as text. */
record RecordedExplanation(List<String> told) implements Explained {

    @Override
    public void onChoice(
            final int question,
            final ChosenBy chosenBy,
            final int node,
            final boolean isDirector,
            final int stickyNode,
            final int stickyAgeSeconds) {
        told.add(question + " " + chosenBy + " " + Ipv4Address.format(node) + " director " + isDirector + " sticky "
                + Ipv4Address.format(stickyNode) + " " + stickyAgeSeconds);
    }

    @Override
    public void onCandidate(
            final int question, final int node, final boolean isEligible, final long score, final long added) {
        told.add(question + " candidate " + Ipv4Address.format(node) + " " + isEligible + " " + score + "+" + added);
    }

    @Override
    public void onFlow(
            final int question,
            final FlowKey flow,
            final int owner,
            final int state,
            final int idleSeconds,
            final int translatedPort,
            final int proxyPort) {
        told.add(question + " flow " + flow.client() + " " + flow.clientPort() + ">" + flow.destination() + " "
                + flow.destinationPort() + "/" + flow.protocol() + " " + Ipv4Address.format(owner) + " " + state
                + " idle " + idleSeconds + " translated " + translatedPort + " " + proxyPort);
    }

    @Override
    public void onEnd(final int question, final int flows) {
        told.add(question + " end " + flows);
    }
}
