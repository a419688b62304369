/** Tests of the watch on the wire. */
@NullMarked
package io.fairlead.vrrp.watch;

import org.jspecify.annotations.NullMarked;
