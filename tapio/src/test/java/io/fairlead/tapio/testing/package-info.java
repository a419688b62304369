/** Helpers of the tests that need a real kernel. */
@NullMarked
package io.fairlead.tapio.testing;

import org.jspecify.annotations.NullMarked;
