package io.fairlead.bench;

import io.fairlead.lb.flow.FlowTable;
import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.lb.flow.StickyTable;
import io.fairlead.lb.flow.TranslationTable;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Tables as large as a benchmark needs them, where the product's are as large as its machines do. */
public final class BenchTables {

    /** As many as the product has room for, used or not. */
    static final int OPENINGS = 131_072;

    private static final long STAMP = 1;
    private static final int FEWEST = 1024;

    private BenchTables() {}

    /** For that many live flows of clients that have 16 each, or for that many clients; translations only if the flows are to be translated. */
    static SteeringTables of(final int flows, final int clients, final boolean isTranslating, final int stickySeconds) {
        final int translations = isTranslating ? capacity(flows) : FEWEST;
        return new SteeringTables(
                new FlowTable(memory(FlowTable.memoryLength(capacity(flows))), STAMP, capacity(flows)),
                new FlowTable(memory(FlowTable.memoryLength(OPENINGS)), STAMP, OPENINGS),
                new StickyTable(
                        memory(StickyTable.memoryLength(capacity(clients))), STAMP, capacity(clients), stickySeconds),
                new TranslationTable(memory(TranslationTable.memoryLength(translations)), STAMP, translations));
    }

    /**
     * The memory of the tables that grow with the number of live flows.
     *
     * @param flows how many
     * @param isTranslating whether this is the node that translates their ports
     * @return bytes for each of them, with what is free
     */
    public static double bytesPerFlow(final int flows, final boolean isTranslating) {
        final int capacity = capacity(flows);
        final long bytes =
                (long) FlowTable.memoryLength(capacity) + (isTranslating ? TranslationTable.memoryLength(capacity) : 0);
        return (double) bytes / flows;
    }

    /** Three quarters of a table can be used. */
    private static int capacity(final int entries) {
        return Math.max(FEWEST, BitUtil.findNextPositivePowerOfTwo(entries + entries / 2));
    }

    private static AtomicBuffer memory(final int length) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(length, BitUtil.CACHE_LINE_LENGTH));
    }
}
