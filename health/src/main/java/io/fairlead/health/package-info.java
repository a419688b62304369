/** Whether the proxies of this node answer: probing their ports (I/O) and judging what was seen (pure). */
@NullMarked
package io.fairlead.health;

import org.jspecify.annotations.NullMarked;
