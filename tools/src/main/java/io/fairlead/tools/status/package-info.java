/** What a node says about itself and its cluster: the report, its JSON and its form for people. */
@NullMarked
package io.fairlead.tools.status;

import org.jspecify.annotations.NullMarked;
