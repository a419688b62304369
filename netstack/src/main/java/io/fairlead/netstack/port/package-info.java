/** Where Ethernet frames enter and leave the stack; the implementations that make system calls live in {@code tapio}. */
@NullMarked
package io.fairlead.netstack.port;

import org.jspecify.annotations.NullMarked;
