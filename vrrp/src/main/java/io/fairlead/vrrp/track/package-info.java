/** What tracked things say about the priority of a virtual router. Pure judgement; whoever looks at links, files and commands is elsewhere. */
@NullMarked
package io.fairlead.vrrp.track;

import org.jspecify.annotations.NullMarked;
