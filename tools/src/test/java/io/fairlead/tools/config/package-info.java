/** Tests of the configuration. */
@NullMarked
package io.fairlead.tools.config;

import org.jspecify.annotations.NullMarked;
