/** The command {@code fairlead demo}: shows a cluster at work in the lab, step by step, and judges what it saw. */
@NullMarked
package io.fairlead.tools.lab.demo;

import org.jspecify.annotations.NullMarked;
