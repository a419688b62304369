/** Placeholder. */
@NullMarked
package io.fairlead.vrrp;

import org.jspecify.annotations.NullMarked;
