/** Placeholder. */
@NullMarked
package io.fairlead.lb;

import org.jspecify.annotations.NullMarked;
