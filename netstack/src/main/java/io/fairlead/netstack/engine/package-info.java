/** The engine: agents, the rings between them, threading modes, waiting. */
@NullMarked
package io.fairlead.netstack.engine;

import org.jspecify.annotations.NullMarked;
