/** Many system calls as one, by io_uring(7). */
@NullMarked
package io.fairlead.tapio.uring;

import org.jspecify.annotations.NullMarked;
