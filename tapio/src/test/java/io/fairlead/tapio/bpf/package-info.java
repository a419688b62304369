@NullMarked
package io.fairlead.tapio.bpf;

import org.jspecify.annotations.NullMarked;
