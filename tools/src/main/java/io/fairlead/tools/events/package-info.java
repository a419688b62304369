/** The journal of events: the last transitions of a node with their causes, kept over restarts. */
@NullMarked
package io.fairlead.tools.events;

import org.jspecify.annotations.NullMarked;
