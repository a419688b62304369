/** Tests of what the demo prints. */
@NullMarked
package io.fairlead.tools.lab.demo;

import org.jspecify.annotations.NullMarked;
