/** Looks at what virtual routers track: runs commands, and watches files, interfaces and routes; judges nothing. */
@NullMarked
package io.fairlead.tools.track;

import org.jspecify.annotations.NullMarked;
