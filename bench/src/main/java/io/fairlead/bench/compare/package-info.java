/** The product as director, next to HAProxy, steering in the kernel, and no director at all. */
@NullMarked
package io.fairlead.bench.compare;

import org.jspecify.annotations.NullMarked;
