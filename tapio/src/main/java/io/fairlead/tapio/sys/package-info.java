/** The few functions of the C library that Fairlead calls, and their errors; for the other packages of this module. */
@NullMarked
package io.fairlead.tapio.sys;

import org.jspecify.annotations.NullMarked;
