package io.fairlead.lb.report;

/**
 * The sender owns this flow.
 *
 * @param flow that was asked for
 */
public record FlowClaim(FlowTuple flow) implements Body {

    @Override
    public MessageType type() {
        return MessageType.FLOW_CLAIM;
    }
}
