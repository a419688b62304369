/** Puts the stack between a network interface and the host's kernel, and takes it out again without a trace. */
@NullMarked
package io.fairlead.tapio.attach;

import org.jspecify.annotations.NullMarked;
