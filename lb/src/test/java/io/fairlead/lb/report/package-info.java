/** Tests of the wire format. */
@NullMarked
package io.fairlead.lb.report;

import org.jspecify.annotations.NullMarked;
