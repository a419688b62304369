/** VRRP: who is director. Wire format, a pure state machine on virtual time, and how the director makes its addresses known. */
@NullMarked
package io.fairlead.vrrp;

import org.jspecify.annotations.NullMarked;
