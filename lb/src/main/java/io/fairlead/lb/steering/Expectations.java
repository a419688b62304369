package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.FlowTable;
import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.lb.flow.TranslationTable;
import io.fairlead.netstack.wire.EtherType;
import org.agrona.MutableDirectBuffer;

/**
 * Fetches the entries of the flows of frames that were received together before the first of them is decided: when the tables are larger than a processor's cache, each entry
 * comes from memory, and many come in the time of one. Belongs to one data-path thread; allocates nothing and changes nothing.
 */
final class Expectations {

    private final FlowTable flows;
    private final TranslationTable translations;
    private final PacketView view = new PacketView();
    private final FlowKey flow = new FlowKey();

    Expectations(final SteeringTables tables) {
        this.flows = tables.flows();
        this.translations = tables.translations();
    }

    boolean areWorthwhile() {
        return !flows.fitsIntoCache() || !translations.fitsIntoCache();
    }

    /** Where the frame's flow should be among the flows that live; NONE if it can be of none. */
    int fromWire(final MutableDirectBuffer buffer, final int index, final int length) {
        if (!hasPorts(buffer, index, length)) {
            return FlowTable.NONE;
        }
        view.flow(flow);
        return flows.expect(flow);
    }

    /** Where the flow that the frame answers should be among the translations; NONE if it can be of none. */
    int fromKernel(final MutableDirectBuffer buffer, final int index, final int length) {
        if (!hasPorts(buffer, index, length)) {
            return TranslationTable.NONE;
        }
        return translations.expect(
                view.destinationHigh(),
                view.destinationLow(),
                view.destinationPort(),
                view.sourcePort(),
                view.protocol());
    }

    private boolean hasPorts(final MutableDirectBuffer buffer, final int index, final int length) {
        view.wrap(buffer, index, length);
        return view.ethernet.isValid()
                && isIp(view.ethernet.etherType())
                && view.parseIp()
                && view.isTransport()
                && view.hasUpperLayerHeader()
                && view.parseTransport();
    }

    private static boolean isIp(final int etherType) {
        return etherType == EtherType.IPV4 || etherType == EtherType.IPV6;
    }
}
