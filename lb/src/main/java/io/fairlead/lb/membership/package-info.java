/** Which nodes there are, which of them live, who is director, and who owns which client: pure machines over load reports. */
@NullMarked
package io.fairlead.lb.membership;

import org.jspecify.annotations.NullMarked;
