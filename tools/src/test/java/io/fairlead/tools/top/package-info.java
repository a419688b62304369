@NullMarked
package io.fairlead.tools.top;

import org.jspecify.annotations.NullMarked;
