/** Tests of the load policy. */
@NullMarked
package io.fairlead.lb.policy;

import org.jspecify.annotations.NullMarked;
