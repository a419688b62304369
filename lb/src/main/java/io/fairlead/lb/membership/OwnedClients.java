package io.fairlead.lb.membership;

import java.util.function.IntConsumer;

/** The clients whose connections this node's proxy holds. */
@FunctionalInterface
public interface OwnedClients {

    /** Calls the consumer with the IPv4 address of each. */
    void forEach(IntConsumer consumer);
}
