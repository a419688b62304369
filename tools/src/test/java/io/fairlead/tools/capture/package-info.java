/** Tests of capture files. */
@NullMarked
package io.fairlead.tools.capture;

import org.jspecify.annotations.NullMarked;
