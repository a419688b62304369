/** The command line: one class for each command, exit codes, and errors as single lines. */
@NullMarked
package io.fairlead.tools.cli;

import org.jspecify.annotations.NullMarked;
