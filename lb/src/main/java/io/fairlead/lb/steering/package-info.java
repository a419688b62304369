/** The data path's decision about every frame: intercept, steer, translate, pass or drop. */
@NullMarked
package io.fairlead.lb.steering;

import org.jspecify.annotations.NullMarked;
