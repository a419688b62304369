/** A node at full rate for minutes. */
@NullMarked
package io.fairlead.bench.soak;

import org.jspecify.annotations.NullMarked;
