/** Tests of netlink messages, byte by byte. */
@NullMarked
package io.fairlead.tapio.netlink;

import org.jspecify.annotations.NullMarked;
