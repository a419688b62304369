/** Capture of a running node: frames and verdicts from the data path, through a ring that never blocks it, to whoever asked for them. */
@NullMarked
package io.fairlead.tools.capture.live;

import org.jspecify.annotations.NullMarked;
