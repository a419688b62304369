/** The live view of a node: what is asked, what is made of it, and the terminal that shows it. */
@NullMarked
package io.fairlead.tools.top;

import org.jspecify.annotations.NullMarked;
