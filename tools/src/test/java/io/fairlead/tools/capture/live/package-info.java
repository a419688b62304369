@NullMarked
package io.fairlead.tools.capture.live;

import org.jspecify.annotations.NullMarked;
