/** Bulk TCP through a node, beside a forwarder in C and beside HAProxy. */
@NullMarked
package io.fairlead.bench.bulk;

import org.jspecify.annotations.NullMarked;
