/** How a command reaches the daemon of a node: its directory under {@code /run/fairlead}, the lock and the control socket in it. */
@NullMarked
package io.fairlead.tools.control;

import org.jspecify.annotations.NullMarked;
