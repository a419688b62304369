/** Tests of the metrics. */
@NullMarked
package io.fairlead.tools.metrics;

import org.jspecify.annotations.NullMarked;
