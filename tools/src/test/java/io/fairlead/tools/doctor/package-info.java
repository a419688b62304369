/** Tests of the doctor: each trouble as it is found, and as it is not. */
@NullMarked
package io.fairlead.tools.doctor;

import org.jspecify.annotations.NullMarked;
