/** For how long clients notice that the director changes, with Fairlead and with keepalived in the same namespaces. */
@NullMarked
package io.fairlead.bench.failover;

import org.jspecify.annotations.NullMarked;
