package io.fairlead.tools.daemon;

import io.fairlead.lb.flow.FlowState;
import io.fairlead.lb.membership.LossReason;
import io.fairlead.lb.report.ConfigurationDigest.Mismatch;
import io.fairlead.tools.config.PolicyConfig.Algorithm;
import io.fairlead.tools.status.TroubleStatus;
import io.fairlead.vrrp.VirtualRouterState;
import io.fairlead.vrrp.watch.Trouble;
import io.fairlead.vrrp.watch.TroubleKind;
import java.util.Locale;

/** Words of log and status for what the modules give as constants. */
final class StatusWords {

    private StatusWords() {}

    static String of(final Mismatch mismatch) {
        return switch (mismatch) {
            case VIRTUAL_ROUTERS -> "virtual routers or virtual IPs differ";
            case REDIRECTS -> "redirects differ";
            case POLICY -> "policy differs";
            case REPORT_PACE -> "report interval or missed reports differ";
        };
    }

    static TroubleStatus of(final Trouble trouble) {
        return new TroubleStatus(
                of(trouble.kind()), trouble.vrid(), trouble.subject(), trouble.cause(), trouble.remedy());
    }

    static String of(final TroubleKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String of(final VirtualRouterState state) {
        return switch (state) {
            case INITIALIZE -> "init";
            case BACKUP -> "backup";
            case MASTER -> "master";
        };
    }

    static String of(final LossReason reason) {
        return switch (reason) {
            case NONE -> "alive";
            case SILENT -> "silent";
            case ARP_FAILURE -> "not answering ARP";
            case ADVERTISEMENTS_MISSING -> "not heard of as director";
            case QUERY_UNANSWERED -> "not answering the new director";
            case RESTARTING -> "restarting";
            case GOODBYE -> "stopped";
        };
    }

    static String of(final Algorithm algorithm) {
        return switch (algorithm) {
            case WEIGHTED_LEAST_CONNECTIONS -> "weightedLeastConnections";
            case LEAST_CONNECTIONS -> "leastConnections";
            case SOURCE_HASH -> "sourceHash";
        };
    }

    static String ofFlowState(final int state) {
        return switch (state) {
            case FlowState.NEW -> "opening";
            case FlowState.ESTABLISHED -> "established";
            case FlowState.CLOSING -> "closing";
            case FlowState.ASKING -> "asking";
            default -> "unclaimed";
        };
    }
}
