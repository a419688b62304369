/** Tests of the health monitor. */
@NullMarked
package io.fairlead.health;

import org.jspecify.annotations.NullMarked;
