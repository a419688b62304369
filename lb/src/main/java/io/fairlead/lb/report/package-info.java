/** The wire format of load reports (IP protocol 253): message types, their encoding, authentication and frames. */
@NullMarked
package io.fairlead.lb.report;

import org.jspecify.annotations.NullMarked;
