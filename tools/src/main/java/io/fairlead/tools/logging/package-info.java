/** The log of the daemon: where it goes and what a line looks like. */
@NullMarked
package io.fairlead.tools.logging;

import org.jspecify.annotations.NullMarked;
