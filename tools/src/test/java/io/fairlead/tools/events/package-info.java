@NullMarked
package io.fairlead.tools.events;

import org.jspecify.annotations.NullMarked;
