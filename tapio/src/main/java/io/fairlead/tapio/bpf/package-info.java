/** Programs that the kernel runs for each frame, by bpf(2). */
@NullMarked
package io.fairlead.tapio.bpf;

import org.jspecify.annotations.NullMarked;
