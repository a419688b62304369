/** How the director makes its virtual IPs known and answers for them. */
@NullMarked
package io.fairlead.vrrp.announce;

import org.jspecify.annotations.NullMarked;
