package io.fairlead.lb.report;

/** What a message says, without who says it. */
public sealed interface Body
        permits Report,
                OwnerQuery,
                OwnerAnswer,
                FlowQuery,
                FlowClaim,
                StickyDelta,
                StickySnapshot,
                StickyRequest,
                Goodbye,
                Handover,
                Drain,
                Connections,
                ConnectionsRequest {

    /** The type that goes into the header. */
    MessageType type();
}
