package io.fairlead.lb.steering;

import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;

import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.wire.EtherType;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Puts every frame of the kernel on the wire: the proxy's answers in translated flows with their source put back, all others untouched. Belongs to one data-path
 * thread; allocates nothing.
 */
final class HostClassifier {

    private final Situation situation;
    private final Shard shard;
    private final Translator translator;
    private final QuotedErrors errors;
    private final AnswerFragments fragments;
    private final AddressClaims claims = new AddressClaims();
    private final AtomicCounter passedToUplink;
    private final AtomicCounter replyTranslated;
    private final AtomicCounter arpSenderCorrected;
    private final AtomicCounter dropCut;
    private final AtomicCounter dropWrongQueue;

    HostClassifier(
            final Situation situation,
            final Shard shard,
            final Translator translator,
            final QuotedErrors errors,
            final AnswerFragments fragments,
            final CounterSet<SteeringCounter> counters) {
        this.situation = situation;
        this.shard = shard;
        this.translator = translator;
        this.errors = errors;
        this.fragments = fragments;
        this.passedToUplink = counters.get(SteeringCounter.PASSED_TO_UPLINK);
        this.replyTranslated = counters.get(SteeringCounter.REPLY_TRANSLATED);
        this.arpSenderCorrected = counters.get(SteeringCounter.ARP_SENDER_CORRECTED);
        this.dropWrongQueue = counters.get(SteeringCounter.DROP_WRONG_QUEUE);
        this.dropCut = counters.get(SteeringCounter.DROP_CUT);
    }

    int onFrame(final PacketView view) {
        if (!view.ethernet.isValid()) {
            dropCut.incrementRelease();
            return DROP;
        }
        switch (view.ethernet.etherType()) {
            case EtherType.IPV4, EtherType.IPV6 -> {
                if (view.parseIp()) {
                    if (isMisplaced(view)) {
                        dropWrongQueue.incrementRelease();
                        return DROP;
                    }
                    if (isPutBack(view)) {
                        return TO_UPLINK;
                    }
                }
            }
            case EtherType.ARP -> {
                if (claims.correctArpSender(
                        situation.table().virtualIps(), situation.table().own().id(), view)) {
                    arpSenderCorrected.incrementRelease();
                }
            }
            default -> {
                // none of our business
            }
        }
        passedToUplink.incrementRelease();
        return TO_UPLINK;
    }

    /** Is it the proxy's, to a client of another thread? On the wire with the port that the proxy has, it would make the client end the connection. */
    private boolean isMisplaced(final PacketView view) {
        return !shard.isOnly()
                && !shard.has(view.destinationHigh(), view.destinationLow())
                && isOfProxy(view)
                && view.hasUpperLayerHeader()
                && view.parseTransport()
                && situation.table().redirects().isProxyPort(view.sourcePort());
    }

    private boolean isPutBack(final PacketView view) {
        if (view.isIcmp()) {
            return errors.back(view);
        }
        if (!isOfProxy(view) || !(view.hasUpperLayerHeader() ? isReplyPutBack(view) : fragments.back(view))) {
            return false;
        }
        replyTranslated.incrementRelease();
        return true;
    }

    private boolean isOfProxy(final PacketView view) {
        return view.isTransport() && situation.table().isLocal(view.sourceHigh(), view.sourceLow());
    }

    private boolean isReplyPutBack(final PacketView view) {
        if (view.isFragment()) {
            fragments.begin(view);
        }
        return view.parseTransport()
                && situation.table().redirects().isProxyPort(view.sourcePort())
                && translator.back(view);
    }
}
