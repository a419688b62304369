/** What a node adds to a ping and to a small request, beside a forwarder in C and beside HAProxy. */
@NullMarked
package io.fairlead.bench.latency;

import org.jspecify.annotations.NullMarked;
