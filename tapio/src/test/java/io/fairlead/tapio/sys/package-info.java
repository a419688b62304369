/** Tests of how errors read. */
@NullMarked
package io.fairlead.tapio.sys;

import org.jspecify.annotations.NullMarked;
