/** Placeholder. */
@NullMarked
package io.fairlead.tapio;

import org.jspecify.annotations.NullMarked;
