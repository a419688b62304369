/** How soon a node forwards frames, and how much memory it takes. */
@NullMarked
package io.fairlead.bench.start;

import org.jspecify.annotations.NullMarked;
