/** Several virtual routers that fail over together. */
@NullMarked
package io.fairlead.vrrp.sync;

import org.jspecify.annotations.NullMarked;
