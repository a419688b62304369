/** Tests of the command line. */
@NullMarked
package io.fairlead.tools.cli;

import org.jspecify.annotations.NullMarked;
