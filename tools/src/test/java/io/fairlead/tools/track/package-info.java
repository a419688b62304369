/** Tests of the probes, with real commands and files. */
@NullMarked
package io.fairlead.tools.track;

import org.jspecify.annotations.NullMarked;
