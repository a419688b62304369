package io.fairlead.lb.steering;

import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.FlowTable;
import io.fairlead.netstack.counter.CounterSet;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Hands an intercepted frame to this node's kernel: unchanged where the proxy listens at the port that the client used and the
 * address is one the kernel takes for its own, translated otherwise. Belongs to one data-path thread; allocates nothing.
 */
final class LocalDelivery {

    private final FlowTable flows;
    private final Translator translator;
    private final AtomicCounter delivered;
    private final AtomicCounter translated;
    private final AtomicCounter dropNoTranslation;
    private final FlowKey expiring = new FlowKey();

    LocalDelivery(final FlowTable flows, final Translator translator, final CounterSet<SteeringCounter> counters) {
        this.flows = flows;
        this.translator = translator;
        this.delivered = counters.get(SteeringCounter.DELIVERED);
        this.translated = counters.get(SteeringCounter.TRANSLATED);
        this.dropNoTranslation = counters.get(SteeringCounter.DROP_NO_TRANSLATION);
    }

    int toKernel(
            final PacketView view,
            final SteeringTable table,
            final int slot,
            final FlowKey key,
            final int proxyPort,
            final int seconds) {
        final int destination = key.destinationIpv4();
        final boolean isLocalAddress =
                destination == table.own().id() || table.virtualIps().contains(destination);
        if (isLocalAddress && key.destinationPort() == proxyPort) {
            delivered.incrementRelease();
            return TO_HOST;
        }
        if (slot == FlowTable.NONE) {
            dropNoTranslation.incrementRelease();
            return DROP;
        }
        int port = flows.translatedPort(slot);
        if (port == 0) {
            port = translator.open(key, proxyPort, seconds);
            if (port == 0) {
                dropNoTranslation.incrementRelease();
                return DROP;
            }
            flows.translation(slot, port, proxyPort);
        }
        translator.forward(view, port, table.own().id(), flows.proxyPort(slot));
        translated.incrementRelease();
        return TO_HOST;
    }

    /** May this flow, whose client has been silent, be forgotten? Not while the kernel still answers it. */
    boolean mayExpire(final int slot, final int seconds) {
        final int port = flows.translatedPort(slot);
        if (port == 0) {
            return true;
        }
        flows.key(slot, expiring);
        final int proxyPort = flows.proxyPort(slot);
        if (translator.wasAnswered(expiring, port, proxyPort, seconds, flows.timeoutSeconds(slot))) {
            return false;
        }
        translator.close(expiring, port, proxyPort);
        return true;
    }
}
