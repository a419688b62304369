@NullMarked
package io.fairlead.vrrp.announce;

import org.jspecify.annotations.NullMarked;
