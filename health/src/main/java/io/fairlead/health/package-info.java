/** Placeholder. */
@NullMarked
package io.fairlead.health;

import org.jspecify.annotations.NullMarked;
