package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.FlowTable;
import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.lb.flow.TranslationTable;
import io.fairlead.netstack.wire.EtherType;
import org.agrona.MutableDirectBuffer;

/**
 * Fetches the entries of the flows of frames that were received together before the first of them is decided: when the tables are larger than a processor's cache, each entry
 * comes from memory, and many come in the time of one. First all places are found, then all are read. Belongs to one data-path thread; allocates nothing and changes nothing.
 */
final class Expectations {

    /** Of how many frames at most; of further ones nothing is fetched. */
    private static final int MOST = 64;

    private final FlowTable flows;
    private final TranslationTable translations;
    private final PacketView view = new PacketView();
    private final FlowKey flow = new FlowKey();
    private final int[] flowSlots = new int[MOST];
    private final int[] translationSlots = new int[MOST];
    private int flowsExpected;
    private int translationsExpected;

    Expectations(final SteeringTables tables) {
        this.flows = tables.flows();
        this.translations = tables.translations();
    }

    boolean areWorthwhile() {
        return !flows.fitsIntoCache() || !translations.fitsIntoCache();
    }

    /** Notes, and returns, where the frame's flow should be among the flows that live; NONE if it can be of none. */
    int fromWire(final MutableDirectBuffer buffer, final int index, final int length) {
        if (flowsExpected == MOST || !hasPorts(buffer, index, length)) {
            return FlowTable.NONE;
        }
        view.flow(flow);
        final int slot = flows.expect(flow);
        flowSlots[flowsExpected++] = slot;
        return slot;
    }

    /** Notes, and returns, where the flow that the frame answers should be among the translations; NONE if it can be of none. */
    int fromKernel(final MutableDirectBuffer buffer, final int index, final int length) {
        if (translationsExpected == MOST || !hasPorts(buffer, index, length)) {
            return TranslationTable.NONE;
        }
        final int slot = translations.expect(
                view.destinationHigh(),
                view.destinationLow(),
                view.destinationPort(),
                view.sourcePort(),
                view.protocol());
        translationSlots[translationsExpected++] = slot;
        return slot;
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

    /** Reads what was noted. */
    void fetch() {
        flows.fetch(flowSlots, flowsExpected);
        translations.fetch(translationSlots, translationsExpected);
        flowsExpected = 0;
        translationsExpected = 0;
    }
}
