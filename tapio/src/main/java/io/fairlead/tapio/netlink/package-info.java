/** A small NETLINK_ROUTE client: links, addresses, routes and traffic control of the calling thread's network namespace. */
@NullMarked
package io.fairlead.tapio.netlink;

import org.jspecify.annotations.NullMarked;
