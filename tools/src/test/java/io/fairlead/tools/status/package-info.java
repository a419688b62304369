/** Tests of the status report. */
@NullMarked
package io.fairlead.tools.status;

import org.jspecify.annotations.NullMarked;
