/** The ports and waiters of the engine on real TAP devices, and what a node reads of its own host. */
@NullMarked
package io.fairlead.tapio;

import org.jspecify.annotations.NullMarked;
