package io.fairlead.netstack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.ring.ControlRing;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real threads; every wait is for a condition, the time-out only turns a hang into a failure. */
@Timeout(30)
class EngineTest {

    private static final ErrorHandler UNEXPECTED = error -> fail("no agent throws here", error);

    private final ParkingWaiter dataPathWaiter = new ParkingWaiter();

    static Stream<Arguments> modes() {
        return Stream.of(ThreadingMode.SHARED, ThreadingMode.SHARED_NETWORK)
                .flatMap(mode -> Stream.of(Idling.POLL, new Idling(50_000), Idling.SPIN)
                        .map(idling -> Arguments.of(mode, idling)));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void shouldPassFramesAndControlCopies(final ThreadingMode mode, final Idling idling) throws InterruptedException {
        final ParkingWaiter conductorWaiter = conductorWaiter(mode);
        final QueuePort uplink = new QueuePort(dataPathWaiter);
        final QueuePort host = new QueuePort(dataPathWaiter);
        final ControlRing control = new ControlRing();
        final DataPathAgent dataPath = new DataPathAgent(
                SystemNanoClock.INSTANCE,
                new ScriptedProcessor(),
                uplink,
                host,
                control,
                1,
                conductorWaiter,
                CountersFile.inMemory(EngineCounter.class));
        final BlockingQueue<Byte> copies = new LinkedBlockingQueue<>();
        final ProbeAgent conductor = new ProbeAgent(
                () -> control.poll((type, buffer, index, length) -> copies.add(buffer.getByte(index + 2)), 10),
                EngineTest::never);

        try (Engine engine = engine(mode, dataPath, idling, conductor, conductorWaiter, UNEXPECTED)) {
            engine.start();
            for (int mark = 0; mark < 100; mark++) {
                uplink.inject(DataPathFixture.frame(FrameProcessor.TO_HOST | FrameProcessor.TO_CONTROL, mark));
                // one at a time, so that each frame meets threads that have gone to wait
                assertThat(host.takeSent())
                        .isEqualTo(DataPathFixture.seen(FrameProcessor.TO_HOST | FrameProcessor.TO_CONTROL, mark));
                assertThat(copies.take()).isEqualTo((byte) mark);
                host.inject(DataPathFixture.frame(FrameProcessor.TO_UPLINK, mark));
                assertThat(uplink.takeSent()).isEqualTo(DataPathFixture.seen(FrameProcessor.TO_UPLINK, mark));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    void shouldRunAgentsOnThreadsOfModeAndEndThemWhenClosed(final ThreadingMode mode, final Idling idling)
            throws InterruptedException {
        final ProbeAgent dataPath = new ProbeAgent(() -> 0, EngineTest::never);
        final ProbeAgent conductor = new ProbeAgent(() -> 0, EngineTest::never);
        final Engine engine = engine(mode, dataPath, idling, conductor, conductorWaiter(mode), UNEXPECTED);
        engine.start();
        final Thread dataPathThread = dataPath.takeThread();
        final Thread conductorThread = conductor.takeThread();

        engine.close();

        assertThat(dataPathThread == conductorThread).isEqualTo(mode == ThreadingMode.SHARED);
        dataPathThread.join();
        conductorThread.join();
        assertThat(dataPath.wasInterruptedWhenClosed()).isFalse();
        assertThat(conductor.wasInterruptedWhenClosed()).isFalse();
    }

    @Test
    void shouldNotLoseWakeThatComesBeforeTheWait() throws InterruptedException {
        final CountDownLatch working = new CountDownLatch(1);
        final CountDownLatch woken = new CountDownLatch(1);
        final CountDownLatch again = new CountDownLatch(1);
        final AtomicInteger cycles = new AtomicInteger();
        final ProbeAgent conductor = new ProbeAgent(
                () -> {
                    if (cycles.getAndIncrement() == 0) {
                        working.countDown();
                        awaitUninterruptibly(woken);
                    } else {
                        again.countDown();
                    }
                    return 0;
                },
                EngineTest::never);
        final ParkingWaiter conductorWaiter = new ParkingWaiter();

        try (Engine engine = engine(
                ThreadingMode.SHARED_NETWORK,
                new ProbeAgent(() -> 0, EngineTest::never),
                conductor,
                conductorWaiter,
                UNEXPECTED)) {
            engine.start();
            working.await();
            conductorWaiter.wake();
            woken.countDown();
            again.await();
        }
        assertThat(cycles).hasValueGreaterThan(1);
    }

    @Test
    void shouldRunAgentAtItsDeadlineWithoutWake() throws InterruptedException {
        final CountDownLatch cycles = new CountDownLatch(5);
        final ProbeAgent conductor = new ProbeAgent(
                () -> {
                    cycles.countDown();
                    return 0;
                },
                () -> SystemNanoClock.INSTANCE.nanoTime() + 1_000_000L);

        try (Engine engine = engine(
                ThreadingMode.SHARED_NETWORK,
                new ProbeAgent(() -> 0, EngineTest::never),
                conductor,
                new ParkingWaiter(),
                UNEXPECTED)) {
            engine.start();
            cycles.await();
        }
        assertThat(cycles.getCount()).isZero();
    }

    @Test
    void shouldRunAgentAgainWithoutWaitingWhenItSpins() throws InterruptedException {
        final CountDownLatch cycles = new CountDownLatch(1_000);
        final ProbeAgent dataPath = new ProbeAgent(
                () -> {
                    cycles.countDown();
                    return 0;
                },
                EngineTest::never);

        try (Engine engine = engine(
                ThreadingMode.SHARED_NETWORK,
                dataPath,
                Idling.SPIN,
                new ProbeAgent(() -> 0, EngineTest::never),
                new ParkingWaiter(),
                UNEXPECTED)) {
            engine.start();
            cycles.await();
        }
        assertThat(cycles.getCount()).isZero();
    }

    @Test
    void shouldTellErrorAndGoOnWhenAgentThrows() throws InterruptedException {
        final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
        final CountDownLatch wentOn = new CountDownLatch(1);
        final AtomicInteger cycles = new AtomicInteger();
        final ProbeAgent dataPath = new ProbeAgent(
                () -> {
                    if (cycles.getAndIncrement() == 0) {
                        throw new IllegalStateException("first cycle");
                    }
                    wentOn.countDown();
                    return 0;
                },
                EngineTest::never);

        try (Engine engine = engine(
                ThreadingMode.SHARED,
                dataPath,
                new ProbeAgent(() -> 0, EngineTest::never),
                dataPathWaiter,
                errors::add)) {
            engine.start();
            assertThat(errors.take()).hasMessage("first cycle");
            dataPathWaiter.wake();
            wentOn.await();
        }
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldRefuseInvokerAndTwoWaitersWithShared() {
        final ProbeAgent agent = new ProbeAgent(() -> 0, EngineTest::never);

        assertThatThrownBy(() -> engine(ThreadingMode.INVOKER, agent, agent, dataPathWaiter, UNEXPECTED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("INVOKER");
        assertThatThrownBy(() -> engine(ThreadingMode.SHARED, agent, agent, new ParkingWaiter(), UNEXPECTED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SHARED");
    }

    @Test
    void shouldRunEachDataPathOnAThreadOfItsOwnWhenDedicated() throws InterruptedException {
        final ProbeAgent one = new ProbeAgent(() -> 0, EngineTest::never);
        final ProbeAgent other = new ProbeAgent(() -> 0, EngineTest::never);
        final ProbeAgent conductor = new ProbeAgent(() -> 0, EngineTest::never);

        try (Engine engine = engine(ThreadingMode.DEDICATED, one, other, conductor)) {
            engine.start();
            assertThat(List.of(one.takeThread(), other.takeThread(), conductor.takeThread()))
                    .doesNotHaveDuplicates();
        }
        assertThatThrownBy(() -> engine(ThreadingMode.SHARED_NETWORK, one, other, conductor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DEDICATED");
    }

    private Engine engine(
            final ThreadingMode mode, final DutyAgent one, final DutyAgent other, final DutyAgent conductor) {
        return new Engine(
                mode,
                SystemNanoClock.INSTANCE,
                List.of(new Engine.Worker(one, dataPathWaiter), new Engine.Worker(other, new ParkingWaiter())),
                Idling.POLL,
                new Engine.Worker(conductor, new ParkingWaiter()),
                UNEXPECTED);
    }

    private ParkingWaiter conductorWaiter(final ThreadingMode mode) {
        return mode == ThreadingMode.SHARED ? dataPathWaiter : new ParkingWaiter();
    }

    private Engine engine(
            final ThreadingMode mode,
            final DutyAgent dataPath,
            final DutyAgent conductor,
            final Waiter conductorWaiter,
            final ErrorHandler errorHandler) {
        return engine(mode, dataPath, Idling.POLL, conductor, conductorWaiter, errorHandler);
    }

    private Engine engine(
            final ThreadingMode mode,
            final DutyAgent dataPath,
            final Idling idling,
            final DutyAgent conductor,
            final Waiter conductorWaiter,
            final ErrorHandler errorHandler) {
        return new Engine(
                mode,
                SystemNanoClock.INSTANCE,
                dataPath,
                dataPathWaiter,
                idling,
                conductor,
                conductorWaiter,
                errorHandler);
    }

    private static long never() {
        return Long.MAX_VALUE;
    }

    private static void awaitUninterruptibly(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
