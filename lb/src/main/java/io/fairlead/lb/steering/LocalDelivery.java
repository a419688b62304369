package io.fairlead.lb.steering;

import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.wire.IcmpMessage;
import io.fairlead.netstack.wire.QuotedPacket;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Hands an intercepted frame to this node's kernel: unchanged where the proxy listens at the port that the client used and the
 * address is one the kernel takes for its own, translated otherwise. Belongs to one data-path thread; allocates nothing.
 */
final class LocalDelivery {

    private final Flows flows;
    private final Translator translator;
    private final Situation situation;
    private final AtomicCounter delivered;
    private final AtomicCounter translated;
    private final AtomicCounter dropNoTranslation;
    private final FlowKey expiring = new FlowKey();

    LocalDelivery(
            final Flows flows,
            final Translator translator,
            final Situation situation,
            final CounterSet<SteeringCounter> counters) {
        this.flows = flows;
        this.translator = translator;
        this.situation = situation;
        this.delivered = counters.get(SteeringCounter.DELIVERED);
        this.translated = counters.get(SteeringCounter.TRANSLATED);
        this.dropNoTranslation = counters.get(SteeringCounter.DROP_NO_TRANSLATION);
    }

    /** A packet of a flow, of which the slot is NONE if it found no room in the table. */
    int toKernel(final PacketView view, final int slot, final FlowKey key, final int proxyPort, final boolean opens) {
        final int known = slot == Flows.NONE ? 0 : flows.translatedPort(slot);
        if (known == 0 && needsNoTranslation(key, proxyPort, opens)) {
            delivered.incrementRelease();
            return TO_HOST;
        }
        if (slot == Flows.NONE || !canTake(view)) {
            return dropNoTranslation();
        }
        int port = known;
        if (port == 0) {
            port = translator.open(key, proxyPort);
            if (port == 0) {
                return dropNoTranslation();
            }
            flows.translation(slot, port, proxyPort);
        }
        translator.forward(view, port, flows.proxyPort(slot));
        translated.incrementRelease();
        return TO_HOST;
    }

    private boolean needsNoTranslation(final FlowKey key, final int proxyPort, final boolean opens) {
        final int port = key.destinationPort();
        return (port == proxyPort || (!opens && situation.table().redirects().isFormerProxyPort(port)))
                && situation.table().isLocal(key.destinationHigh(), key.destinationLow())
                && !(opens && translator.isTaken(key, proxyPort));
    }

    /** No director gives this node what it cannot take; one that goes by an older report does. */
    private boolean canTake(final PacketView view) {
        final SteeringTable table = situation.table();
        return table.canTake(table.self(), view.destinationHigh(), view.destinationLow());
    }

    private int dropNoTranslation() {
        dropNoTranslation.incrementRelease();
        return DROP;
    }

    /** A fragment without ports: nothing but the address of another node has to be changed in it. */
    int laterFragment(final PacketView view) {
        if (!canTake(view)) {
            return dropNoTranslation();
        }
        translator.destinationForward(view);
        delivered.incrementRelease();
        return TO_HOST;
    }

    /** An error about what the kernel has sent in this flow. */
    int errorToKernel(final PacketView view, final int slot, final IcmpMessage icmp, final QuotedPacket quoted) {
        if (!canTake(view)) {
            return dropNoTranslation();
        }
        translator.destinationForward(view, icmp);
        final int port = slot == Flows.NONE ? 0 : flows.translatedPort(slot);
        if (port == 0) {
            delivered.incrementRelease();
        } else {
            translator.quotedForward(icmp, quoted, port, flows.proxyPort(slot));
            translated.incrementRelease();
        }
        return TO_HOST;
    }

    /** May this flow, whose client has been silent, be forgotten? Not while the kernel still answers it. */
    boolean mayExpire(final int slot) {
        final int port = flows.translatedPort(slot);
        if (port == 0) {
            return true;
        }
        flows.key(slot, expiring);
        final int proxyPort = flows.proxyPort(slot);
        if (translator.wasAnswered(expiring, port, proxyPort, flows.timeoutSeconds(slot))) {
            return false;
        }
        translator.close(expiring, port, proxyPort);
        return true;
    }
}
