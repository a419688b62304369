/** Tests of replay. */
@NullMarked
package io.fairlead.tools.replay;

import org.jspecify.annotations.NullMarked;
