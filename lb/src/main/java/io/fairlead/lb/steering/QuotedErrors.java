package io.fairlead.lb.steering;

import static io.fairlead.netstack.engine.FrameProcessor.DROP;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.wire.IcmpMessage;
import io.fairlead.netstack.wire.QuotedPacket;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * ICMP and ICMPv6 errors about an intercepted flow, such as "packet too big", without which path MTU discovery fails: they follow the flow to its node, and name
 * there what that node's kernel has sent. Belongs to one data-path thread; allocates nothing.
 */
final class QuotedErrors {

    private final Situation situation;
    private final Shard shard;
    private final Interceptor interceptor;
    private final Translator translator;
    private final IcmpMessage icmp = new IcmpMessage();
    private final QuotedPacket quoted = new QuotedPacket();
    private final FlowKey key = new FlowKey();
    private final AtomicCounter errors;
    private final AtomicCounter repliesTranslated;
    private final AtomicCounter dropWrongQueue;

    QuotedErrors(
            final Situation situation,
            final Shard shard,
            final Interceptor interceptor,
            final Translator translator,
            final CounterSet<SteeringCounter> counters) {
        this.situation = situation;
        this.shard = shard;
        this.interceptor = interceptor;
        this.translator = translator;
        this.errors = counters.get(SteeringCounter.ICMP_ERRORS);
        this.dropWrongQueue = counters.get(SteeringCounter.DROP_WRONG_QUEUE);
        this.repliesTranslated = counters.get(SteeringCounter.REPLY_TRANSLATED);
    }

    /** Is the parsed packet, to an address of the cluster, an error about what was sent from a redirected port? */
    boolean isAboutRedirect(final PacketView view) {
        return quotes(view)
                && situation
                                .table()
                                .redirects()
                                .proxyPort(
                                        quoted.protocol(),
                                        quoted.sourcePort(),
                                        quoted.destinationHigh(),
                                        quoted.destinationLow(),
                                        quoted.sourceHigh(),
                                        quoted.sourceLow())
                        != 0;
    }

    private boolean quotes(final PacketView view) {
        if (!view.isIcmp() || view.isFragment()) {
            return false;
        }
        icmp.wrap(view.buffer(), view.upperLayerIndex(), view.upperLayerLength());
        if (!icmp.isValid() || !(view.isIpv6() ? icmp.isIpv6Error() : icmp.isError())) {
            return false;
        }
        quoted.wrap(view.buffer(), icmp.quotedIndex(), icmp.quotedLength(), view.isIpv6());
        return quoted.isValid();
    }

    /** The verdict for the packet just asked about. */
    int onError(final PacketView view) {
        if (!shard.has(quoted.destinationHigh(), quoted.destinationLow())) {
            dropWrongQueue.incrementRelease();
            return DROP;
        }
        errors.incrementRelease();
        // what the node has sent to the client, seen from the client
        key.ipv6(
                quoted.destinationHigh(),
                quoted.destinationLow(),
                quoted.destinationPort(),
                quoted.sourceHigh(),
                quoted.sourceLow(),
                quoted.sourcePort(),
                quoted.protocol());
        return interceptor.onError(view, key, icmp, quoted);
    }

    /** An error that this node's kernel sends about a translated flow gets back what the client wrote; false if it is about none. */
    boolean back(final PacketView view) {
        if (!quotes(view) || !translator.quotedBack(icmp, quoted)) {
            return false;
        }
        repliesTranslated.incrementRelease();
        return true;
    }
}
