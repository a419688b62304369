/** The load policy: which node should take the next client. */
@NullMarked
package io.fairlead.lb.policy;

import org.jspecify.annotations.NullMarked;
