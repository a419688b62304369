/** What the decision about a frame costs with ever more live flows, drawn as a picture. */
@NullMarked
package io.fairlead.bench.curve;

import org.jspecify.annotations.NullMarked;
