package io.fairlead.vrrp.watch;

import io.fairlead.vrrp.VirtualRouterConfig;

/**
 * One of this node's virtual routers.
 *
 * @param config as it runs
 * @param mac of the interface that it advertises by, see {@link io.fairlead.netstack.wire.MacAddress}
 */
public record WatchedRouter(VirtualRouterConfig config, long mac) {}
