package io.fairlead.lb.membership;

import io.fairlead.netstack.wire.IpAddress;
import java.util.function.Consumer;

/** The clients whose connections this node's proxy holds. */
@FunctionalInterface
public interface OwnedClients {

    /** Calls the consumer with the address of each. */
    void forEach(Consumer<IpAddress> consumer);
}
