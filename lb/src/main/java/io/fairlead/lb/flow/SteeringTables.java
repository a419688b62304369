package io.fairlead.lb.flow;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The memory of one data path.
 *
 * @param flows connections that are known to live: nothing but time or their end removes them
 * @param openings connections that have not proven themselves yet, and questions about unknown ones: when there are too many, the oldest go
 * @param clients which node each client stays with
 * @param translations what the clients of translated flows wrote
 */
public record SteeringTables(FlowTable flows, FlowTable openings, StickyTable clients, TranslationTable translations) {

    private static final long STAMP = 1;

    /**
     * Empty tables that do not outlive the process.
     *
     * @param capacity of each, a power of two
     * @param stickySeconds how long a client is kept without a new connection
     * @return the tables
     */
    public static SteeringTables inMemory(final int capacity, final int stickySeconds) {
        return new SteeringTables(
                new FlowTable(memory(FlowTable.memoryLength(capacity)), STAMP, capacity),
                new FlowTable(memory(FlowTable.memoryLength(capacity)), STAMP, capacity),
                new StickyTable(memory(StickyTable.memoryLength(capacity)), STAMP, capacity, stickySeconds),
                new TranslationTable(memory(TranslationTable.memoryLength(2 * capacity)), STAMP, 2 * capacity));
    }

    private static AtomicBuffer memory(final int length) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(length, BitUtil.CACHE_LINE_LENGTH));
    }

    /**
     * Takes over what another table has of these clients; what is here already stays as it is. At set-up: allocates.
     *
     * @param from is only read
     * @param clients whose entries are wanted
     * @return how many found no room
     */
    public int adopt(final SteeringTables from, final ClientFilter clients) {
        return flows.adopt(from.flows, clients)
                + openings.adopt(from.openings, clients)
                + this.clients.adopt(from.clients, clients)
                + translations.adopt(from.translations, clients);
    }
}
