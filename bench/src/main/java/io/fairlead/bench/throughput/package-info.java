/** How many frames a second one core takes from TAP to TAP, beside C programs that do nothing else. */
@NullMarked
package io.fairlead.bench.throughput;

import org.jspecify.annotations.NullMarked;
