/** Flow, sticky and translation tables: fixed off-heap memory that belongs to one data-path thread and outlives its process. */
@NullMarked
package io.fairlead.lb.flow;

import org.jspecify.annotations.NullMarked;
