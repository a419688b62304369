/** Counters in a mapped file: every drop has a name, and a tool reads them without asking the daemon. */
@NullMarked
package io.fairlead.netstack.counter;

import org.jspecify.annotations.NullMarked;
