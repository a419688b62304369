/**
 * What threads hand each other without a lock, under jcstress: that what comes is whole, in order, and not lost. It shows what a processor and its JVM make of it, not what the memory
 * model of Java allows: on x86 fewer reorderings happen than on others.
 */
@NullMarked
package io.fairlead.bench.stress;

import org.jspecify.annotations.NullMarked;
