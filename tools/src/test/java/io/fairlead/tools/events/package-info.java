/** Tests of the journal. */
@NullMarked
package io.fairlead.tools.events;

import org.jspecify.annotations.NullMarked;
