/** The running node: the conductor that owns every protocol machine, and the composition of all modules into one process. */
@NullMarked
package io.fairlead.tools.daemon;

import org.jspecify.annotations.NullMarked;
