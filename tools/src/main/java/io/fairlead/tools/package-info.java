/** Placeholder. */
@NullMarked
package io.fairlead.tools;

import org.jspecify.annotations.NullMarked;
