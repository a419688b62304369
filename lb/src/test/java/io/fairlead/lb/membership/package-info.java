/** Tests of the membership on virtual time. */
@NullMarked
package io.fairlead.lb.membership;

import org.jspecify.annotations.NullMarked;
