package io.fairlead.bench.stress;

import io.fairlead.netstack.wire.IpAddress;

/** Remembers the node of the client that it was told of last. One thread. */
final class Latest extends Clients {

    private int owner;

    @Override
    public void onClientLearned(final IpAddress client, final int newOwner) {
        owner = newOwner;
    }

    int owner() {
        return owner;
    }
}
