/** Tests of the lab itself. */
@NullMarked
package io.fairlead.tools.lab;

import org.jspecify.annotations.NullMarked;
