/** JMH benchmarks of what happens to a frame. */
@NullMarked
package io.fairlead.bench;

import org.jspecify.annotations.NullMarked;
