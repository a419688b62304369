/** Replay: a capture through the real stack, on the capture's own time. */
@NullMarked
package io.fairlead.tools.replay;

import org.jspecify.annotations.NullMarked;
