/** Doctor: the known troubles, looked for one by one in what a node and its machine say. */
@NullMarked
package io.fairlead.tools.doctor;

import org.jspecify.annotations.NullMarked;
