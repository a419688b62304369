package io.fairlead.tools.cli;

import java.io.PrintWriter;

/** Where a command writes: results to {@code out}, everything else to {@code err}. */
record Console(PrintWriter out, PrintWriter err) {}
