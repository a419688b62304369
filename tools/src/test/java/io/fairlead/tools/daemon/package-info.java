/** Tests of the running node: a whole cluster in one thread on virtual time, and its parts one by one. */
@NullMarked
package io.fairlead.tools.daemon;

import org.jspecify.annotations.NullMarked;
