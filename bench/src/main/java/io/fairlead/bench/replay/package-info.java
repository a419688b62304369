/** How many frames a second a replay takes. */
@NullMarked
package io.fairlead.bench.replay;

import org.jspecify.annotations.NullMarked;
