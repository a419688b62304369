/** Tests of the log. */
@NullMarked
package io.fairlead.tools.logging;

import org.jspecify.annotations.NullMarked;
