package io.fairlead.bench;

import static io.fairlead.tapio.sys.Libc.LIBC;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * What a system call costs that does nothing, with all that is between Java and the kernel: {@code -jvmArgsPrepend -Djnr.ffi.x86asm.enabled=false} takes from JNR the machine code that it makes for a
 * call. A data path makes one for each frame that it reads.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SystemCallBenchmark {

    private static final int NO_DESCRIPTOR = -1;

    /**
     * A read(2) that the kernel refuses at once.
     *
     * @return -1
     */
    @Benchmark
    public long read() {
        return LIBC.read(NO_DESCRIPTOR, 0, 0);
    }
}
