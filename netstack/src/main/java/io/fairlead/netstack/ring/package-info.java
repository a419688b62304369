/** Rings of frames: memory that a port reads into and writes from, and the queue of control frames to the conductor. */
@NullMarked
package io.fairlead.netstack.ring;

import org.jspecify.annotations.NullMarked;
