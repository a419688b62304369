/** The node's numbers for Prometheus, if so configured. */
@NullMarked
package io.fairlead.tools.metrics;

import org.jspecify.annotations.NullMarked;
