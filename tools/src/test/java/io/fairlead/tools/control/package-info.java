/** Tests of the control socket. */
@NullMarked
package io.fairlead.tools.control;

import org.jspecify.annotations.NullMarked;
