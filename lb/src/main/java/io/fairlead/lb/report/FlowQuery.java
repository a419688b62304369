package io.fairlead.lb.report;

/**
 * Who owns this flow?
 *
 * @param flow that nobody here knows
 */
public record FlowQuery(FlowTuple flow) implements Body {

    @Override
    public MessageType type() {
        return MessageType.FLOW_QUERY;
    }
}
