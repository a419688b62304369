/** The configuration file of a node: YAML in, immutable records out, every mistake reported with its place and a remedy. */
@NullMarked
package io.fairlead.tools.config;

import org.jspecify.annotations.NullMarked;
