package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.SteeringTable.MAX_NODES;
import static io.fairlead.lb.steering.SteeringTable.NO_NODE;

import io.fairlead.netstack.wire.Ipv6Address;
import java.util.Arrays;

/**
 * Finds the nodes of a table by what a frame says of them, in the same time whether they are two or sixty-four. Every frame is asked about twice, so it
 * is arrays, and no map that is made for any size. Belongs to one data-path thread; allocates nothing after construction.
 */
final class NodeIndex {

    // at most a quarter is in use, so that a search ends at once
    private static final int PLACES = 4 * MAX_NODES;
    private static final int HASH_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(PLACES);
    private static final long ODD = 0x9E37_79B9_7F4A_7C15L;

    private final long[] ids = new long[PLACES];
    private final long[] macs = new long[PLACES];
    private final long[] ipv6Highs = new long[PLACES];
    private final long[] ipv6Lows = new long[PLACES];
    private final byte[] nodeOfId = new byte[PLACES];
    private final byte[] nodeOfMac = new byte[PLACES];
    private final byte[] nodeOfIpv6 = new byte[PLACES];

    /** Forgets the nodes of the last table. Of two with the same MAC or IPv6 address, as it should not be, the first counts. */
    void of(final SteeringTable table) {
        Arrays.fill(nodeOfId, (byte) NO_NODE);
        Arrays.fill(nodeOfMac, (byte) NO_NODE);
        Arrays.fill(nodeOfIpv6, (byte) NO_NODE);
        for (int node = 0; node < table.nodes().size(); node++) {
            put(ids, nodeOfId, table.node(node).id(), node);
            put(macs, nodeOfMac, table.node(node).mac(), node);
            if (table.node(node).hasIpv6()) {
                putIpv6(table.node(node).ipv6High(), table.node(node).ipv6Low(), node);
            }
        }
    }

    private static void put(final long[] keys, final byte[] nodes, final long key, final int node) {
        final int place = place(keys, nodes, key);
        if (nodes[place] == NO_NODE) {
            keys[place] = key;
            nodes[place] = (byte) node;
        }
    }

    /** Where the key is, or would be put. */
    private static int place(final long[] keys, final byte[] nodes, final long key) {
        int place = (int) ((key * ODD) >>> HASH_SHIFT);
        while (nodes[place] != NO_NODE && keys[place] != key) {
            place = (place + 1) & (PLACES - 1);
        }
        return place;
    }

    private void putIpv6(final long high, final long low, final int node) {
        final int place = ipv6Place(high, low);
        if (nodeOfIpv6[place] == NO_NODE) {
            ipv6Highs[place] = high;
            ipv6Lows[place] = low;
            nodeOfIpv6[place] = (byte) node;
        }
    }

    private int ipv6Place(final long high, final long low) {
        int place = (int) (((high ^ low) * ODD) >>> HASH_SHIFT);
        while (nodeOfIpv6[place] != NO_NODE && (ipv6Lows[place] != low || ipv6Highs[place] != high)) {
            place = (place + 1) & (PLACES - 1);
        }
        return place;
    }

    /** The index of the node with this id, {@link SteeringTable#NO_NODE} if there is none. */
    int byId(final int id) {
        return nodeOfId[place(ids, nodeOfId, id)];
    }

    /** The index of the node that sends with this MAC address. */
    int byMac(final long mac) {
        return nodeOfMac[place(macs, nodeOfMac, mac)];
    }

    /** The index of the node whose management address this is. IPv4 in IPv4-mapped form. */
    int byAddress(final long high, final long low) {
        return Ipv6Address.isIpv4Mapped(high, low) ? byId((int) low) : nodeOfIpv6[ipv6Place(high, low)];
    }
}
