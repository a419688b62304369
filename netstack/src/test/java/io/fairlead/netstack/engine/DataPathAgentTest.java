package io.fairlead.netstack.engine;

import static io.fairlead.netstack.engine.DataPathAgent.SEND_PATIENCE_NS;
import static io.fairlead.netstack.engine.DataPathFixture.frame;
import static io.fairlead.netstack.engine.DataPathFixture.seen;
import static io.fairlead.netstack.engine.EngineCounter.CONTROL_SENT;
import static io.fairlead.netstack.engine.EngineCounter.DROP_CONTROL_FULL;
import static io.fairlead.netstack.engine.EngineCounter.DROP_HOST_BLOCKED;
import static io.fairlead.netstack.engine.EngineCounter.DROP_HOST_DOWN;
import static io.fairlead.netstack.engine.EngineCounter.DROP_HOST_FAILED;
import static io.fairlead.netstack.engine.EngineCounter.DROP_HOST_GONE;
import static io.fairlead.netstack.engine.EngineCounter.DROP_UPLINK_BLOCKED;
import static io.fairlead.netstack.engine.EngineCounter.HOST_RECEIVED;
import static io.fairlead.netstack.engine.EngineCounter.HOST_RECEIVE_DOWN;
import static io.fairlead.netstack.engine.EngineCounter.HOST_RECEIVE_GONE;
import static io.fairlead.netstack.engine.EngineCounter.HOST_SENT;
import static io.fairlead.netstack.engine.EngineCounter.UPLINK_RECEIVED;
import static io.fairlead.netstack.engine.EngineCounter.UPLINK_RECEIVE_DOWN;
import static io.fairlead.netstack.engine.EngineCounter.UPLINK_RECEIVE_GONE;
import static io.fairlead.netstack.engine.EngineCounter.UPLINK_SENT;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_CONTROL;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.netstack.port.AbsentPort;
import io.fairlead.netstack.port.MemoryPort;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataPathAgentTest {

    private static final int EIO = 5;
    private static final int EBADFD = 77;
    private static final long REST_NS = 100_000_000L;

    private final DataPathFixture path = new DataPathFixture();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void shouldCarryOutEachBitOfVerdictForFrameFromEitherSide(final int verdict) {
        path.uplink.inject(frame(verdict, 1));
        path.host.inject(frame(verdict, 2));

        assertThat(path.agent.doWork()).isEqualTo(4);

        final List<byte[]> both = List.of(seen(verdict, 1), seen(verdict, 2));
        assertThat(path.host.takeSent()).containsExactlyElementsOf((verdict & TO_HOST) != 0 ? both : List.of());
        assertThat(path.uplink.takeSent()).containsExactlyElementsOf((verdict & TO_UPLINK) != 0 ? both : List.of());
        final List<Integer> types = new ArrayList<>();
        path.control.poll((type, buffer, index, length) -> types.add(type), 10);
        if ((verdict & TO_CONTROL) != 0) {
            assertThat(types).containsExactly(DataPathFixture.CONTROL_TYPE, DataPathFixture.CONTROL_TYPE);
        } else {
            assertThat(types).isEmpty();
        }
        assertThat(path.count(UPLINK_RECEIVED)).isEqualTo(1);
        assertThat(path.count(HOST_RECEIVED)).isEqualTo(1);
        assertThat(path.count(HOST_SENT)).isEqualTo((verdict & TO_HOST) != 0 ? 2 : 0);
        assertThat(path.count(UPLINK_SENT)).isEqualTo((verdict & TO_UPLINK) != 0 ? 2 : 0);
        assertThat(path.count(CONTROL_SENT)).isEqualTo((verdict & TO_CONTROL) != 0 ? 2 : 0);
        assertThat(path.processor.drops()).isEqualTo(verdict == DROP ? 2 : 0);
        assertThat(path.agent.doWork()).isZero();
    }

    @Test
    void shouldSendBatchesAtTheEndOfTheirCycleAndCountWhatIsRefused() {
        final BatchingPortStub batching = new BatchingPortStub();
        final DataPathAgent agent = path.agentTo(batching);
        for (int cycle = 0; cycle < 3; cycle++) {
            path.uplink.inject(frame(TO_HOST, 1));
            path.uplink.inject(frame(TO_HOST, 2));
            agent.doWork();
            assertThat(batching.takeSent()).containsExactly(seen(TO_HOST, 1), seen(TO_HOST, 2));
        }
        assertThat(path.count(HOST_SENT)).isEqualTo(6);

        batching.refuses(true);
        path.uplink.inject(frame(TO_HOST, 3));
        agent.doWork();

        assertThat(path.count(HOST_SENT)).isEqualTo(6);
        assertThat(path.count(DROP_HOST_FAILED)).isEqualTo(1);
    }

    @Test
    void shouldSendWhatTheKernelAnswersAtOnceInTheSameCycle() {
        final BatchingPortStub batching = new BatchingPortStub();
        batching.answering();
        path.uplink.inject(frame(TO_HOST, 1));
        path.uplink.inject(frame(TO_HOST, 2));

        path.agentTo(batching).doWork();

        assertThat(batching.takeSent()).containsExactly(seen(TO_HOST, 1), seen(TO_HOST, 2));
        assertThat(path.uplink.takeSent()).containsExactly(seen(TO_UPLINK, 1), seen(TO_UPLINK, 2));
    }

    @Test
    void shouldSendWhatIsQueuedThoughTheCycleEndsByAnException() {
        final BatchingPortStub batching = new BatchingPortStub();
        final DataPathAgent agent = path.agentTo(batching);
        path.uplink.inject(frame(TO_HOST, 1));
        path.uplink.inject(frame(ScriptedProcessor.FAIL, 2));

        assertThatThrownBy(agent::doWork).isInstanceOf(IllegalStateException.class);

        assertThat(batching.takeSent()).containsExactly(seen(TO_HOST, 1));
        path.uplink.inject(frame(TO_HOST, 3));
        agent.doWork();
        assertThat(batching.takeSent()).containsExactly(seen(TO_HOST, 3));
    }

    @Test
    void shouldTellOfAllFramesOfABatchBeforeTheFirstIsDecided() {
        path.processor.expecting(true);
        for (int mark = 1; mark <= 4; mark++) {
            path.uplink.inject(frame(TO_HOST, mark));
            path.host.inject(frame(TO_UPLINK, 10 * mark));
        }

        path.agent.doWork();

        assertThat(path.processor.takeCalls())
                .containsExactly(
                        "expect uplink 1",
                        "expect uplink 2",
                        "expect uplink 3",
                        "expect uplink 4",
                        "fetch",
                        "uplink 1",
                        "uplink 2",
                        "uplink 3",
                        "uplink 4",
                        "expect host 10",
                        "expect host 20",
                        "expect host 30",
                        "expect host 40",
                        "fetch",
                        "host 10",
                        "host 20",
                        "host 30",
                        "host 40");
    }

    @ParameterizedTest
    @CsvSource({"true, 3", "false, 64"})
    void shouldTellOfNoFrameBeforeItsTurnWhenNobodyGainsByIt(final boolean isExpecting, final int frames) {
        path.processor.expecting(isExpecting);
        for (int i = 0; i < frames; i++) {
            path.uplink.inject(frame(TO_HOST, 1));
        }

        path.agent.doWork();

        assertThat(path.processor.takeCalls()).hasSize(frames).containsOnly("uplink 1");
    }

    @Test
    void shouldTellOfAFrameOnceThoughItIsKept() {
        path.processor.expecting(true);
        path.host.blocked(true);
        for (int mark = 1; mark <= 4; mark++) {
            path.uplink.inject(frame(TO_HOST, mark));
        }
        path.agent.doWork();
        path.processor.takeCalls();
        for (int mark = 5; mark <= 8; mark++) {
            path.uplink.inject(frame(TO_HOST, mark));
        }

        path.agent.doWork();

        assertThat(path.processor.takeCalls())
                .containsExactly("expect uplink 5", "expect uplink 6", "expect uplink 7", "expect uplink 8", "fetch");
    }

    @Test
    void shouldReadClockOncePerCycleAndPassItOn() {
        path.uplink.inject(frame(TO_HOST, 1));
        path.clock.advance(77);

        path.agent.doWork();

        assertThat(path.clock.reads()).isEqualTo(1);
        assertThat(path.processor.dutyCycles()).isEqualTo(1);
        assertThat(path.processor.lastNowNs()).isEqualTo(path.clock.nowNs());
        assertThat(path.agent.roleName()).isEqualTo("data-path");
    }

    @Test
    void shouldKeepOrderAndVerdictWhilePortIsBlocked() {
        path.host.blocked(true);
        for (int mark = 1; mark <= 3; mark++) {
            path.uplink.inject(frame(TO_HOST, mark));
        }

        path.agent.doWork();
        path.clock.advance(SEND_PATIENCE_NS - 1);
        path.agent.doWork();
        assertThat(path.processor.uplinkFrames()).as("no second verdict").isEqualTo(1);
        assertThat(path.agent.nextDeadlineNs()).as("try again at once").isEqualTo(path.clock.nowNs());

        path.host.blocked(false);
        path.agent.doWork();

        assertThat(path.host.takeSent()).containsExactly(seen(TO_HOST, 1), seen(TO_HOST, 2), seen(TO_HOST, 3));
        assertThat(path.processor.uplinkFrames()).isEqualTo(3);
        assertThat(path.count(DROP_HOST_BLOCKED)).isZero();
    }

    @Test
    void shouldDropAndCountWhenPatienceIsOver() {
        path.host.blocked(true);
        path.uplink.inject(frame(TO_HOST, 1));
        path.uplink.inject(frame(TO_UPLINK, 2));
        path.agent.doWork();

        path.clock.advance(SEND_PATIENCE_NS - 1);
        path.agent.doWork();
        assertThat(path.count(DROP_HOST_BLOCKED)).isZero();
        assertThat(path.uplink.takeSent()).isEmpty();

        path.clock.advance(1);
        path.agent.doWork();
        assertThat(path.count(DROP_HOST_BLOCKED)).isEqualTo(1);
        assertThat(path.uplink.takeSent()).as("the way is free behind it").containsExactly(seen(TO_UPLINK, 2));
    }

    @Test
    void shouldCountPatienceOfEachSideByItself() {
        path.host.blocked(true);
        path.uplink.blocked(true);
        path.uplink.inject(frame(TO_HOST, 1));
        path.uplink.inject(frame(TO_HOST, 2));
        path.agent.doWork();
        path.clock.advance(SEND_PATIENCE_NS / 2);
        path.host.inject(frame(TO_UPLINK, 3));
        path.agent.doWork();

        path.clock.advance(SEND_PATIENCE_NS / 2);
        path.agent.doWork();
        assertThat(path.count(DROP_HOST_BLOCKED))
                .as("not prolonged by the other side")
                .isEqualTo(1);
        assertThat(path.count(DROP_UPLINK_BLOCKED)).isZero();

        path.clock.advance(SEND_PATIENCE_NS / 2);
        path.agent.doWork();
        assertThat(path.count(DROP_UPLINK_BLOCKED))
                .as("not prolonged by frame 2")
                .isEqualTo(1);
        assertThat(path.count(DROP_HOST_BLOCKED)).isEqualTo(1);
    }

    @Test
    void shouldSendOnceToFreePortAndCopyOnceWhileOtherPortIsBlocked() {
        path.uplink.blocked(true);
        path.uplink.inject(frame(TO_HOST | TO_UPLINK | TO_CONTROL, 1));
        for (int cycle = 0; cycle < 3; cycle++) {
            path.agent.doWork();
        }
        path.uplink.blocked(false);
        path.agent.doWork();

        assertThat(path.host.takeSent()).hasSize(1);
        assertThat(path.uplink.takeSent()).hasSize(1);
        assertThat(path.count(CONTROL_SENT)).isEqualTo(1);
    }

    @Test
    void shouldGoOnWithOtherSideWhileOneIsBlocked() {
        path.host.blocked(true);
        path.uplink.inject(frame(TO_HOST, 1));
        path.host.inject(frame(TO_UPLINK, 2));

        path.agent.doWork();

        assertThat(path.uplink.takeSent()).containsExactly(seen(TO_UPLINK, 2));
    }

    @Test
    void shouldCountFailedSendAndRestAfterFailedReceive() {
        path.host.failWith(EIO);
        path.uplink.inject(frame(TO_HOST, 1));

        path.agent.doWork();
        assertThat(path.count(DROP_HOST_DOWN)).isEqualTo(1);
        assertThat(path.count(HOST_SENT)).isZero();
        assertThat(path.count(HOST_RECEIVE_DOWN)).isEqualTo(1);
        assertThat(path.agent.host().lastError()).isEqualTo(EIO);

        path.clock.advance(REST_NS - 1);
        path.agent.doWork();
        assertThat(path.count(HOST_RECEIVE_DOWN)).as("resting").isEqualTo(1);

        path.clock.advance(1);
        path.agent.doWork();
        assertThat(path.count(HOST_RECEIVE_DOWN)).isEqualTo(2);
        assertThat(path.agent.host().failuresInARow()).isEqualTo(2);

        path.host.failWith(0);
        path.host.inject(frame(TO_UPLINK, 2));
        path.clock.advance(REST_NS);
        path.agent.doWork();
        assertThat(path.uplink.takeSent()).containsExactly(seen(TO_UPLINK, 2));
        assertThat(path.agent.host().failuresInARow()).isZero();
        assertThat(path.count(UPLINK_RECEIVE_DOWN)).isZero();
        assertThat(path.agent.uplink().failuresInARow()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "5, DROP_UPLINK_DOWN, UPLINK_RECEIVE_DOWN",
        "100, DROP_UPLINK_DOWN, UPLINK_RECEIVE_DOWN",
        "77, DROP_UPLINK_GONE, UPLINK_RECEIVE_GONE",
        "9, DROP_UPLINK_GONE, UPLINK_RECEIVE_GONE",
        "19, DROP_UPLINK_GONE, UPLINK_RECEIVE_GONE",
        "6, DROP_UPLINK_GONE, UPLINK_RECEIVE_GONE",
        "105, DROP_UPLINK_NO_BUFFERS, UPLINK_RECEIVE_NO_BUFFERS",
        "12, DROP_UPLINK_NO_BUFFERS, UPLINK_RECEIVE_NO_BUFFERS",
        "22, DROP_UPLINK_FAILED, UPLINK_RECEIVE_FAILED",
    })
    void shouldCountEachFaultUnderItsOwnName(
            final int errno, final EngineCounter drop, final EngineCounter failedRead) {
        path.uplink.failWith(errno);
        path.host.inject(frame(TO_UPLINK, 1));

        path.agent.doWork();

        for (final EngineCounter counter : EngineCounter.values()) {
            assertThat(path.count(counter))
                    .as("%s", counter)
                    .isEqualTo(counter == drop || counter == failedRead || counter == HOST_RECEIVED ? 1 : 0);
        }
    }

    @Test
    void shouldGoOnWithAnotherPortFromTheNextCycle() {
        final MemoryPort other = new MemoryPort();
        path.uplink.inject(frame(TO_HOST, 1));
        path.agent.doWork();
        final PortSlot slot = path.agent.host();
        assertThat(slot.isTaken()).isTrue();

        slot.offer(other);
        path.uplink.inject(frame(TO_HOST, 2));
        other.inject(frame(TO_UPLINK, 3));
        assertThat(slot.isTaken()).as("a cycle may be under way").isFalse();
        path.host.takeSent();
        assertThat(path.agent.doWork()).isPositive();

        assertThat(slot.isTaken()).isTrue();
        assertThat(path.host.takeSent()).isEmpty();
        assertThat(other.takeSent()).containsExactly(seen(TO_HOST, 2));
        assertThat(path.uplink.takeSent()).containsExactly(seen(TO_UPLINK, 3));
    }

    @Test
    void shouldReadANewPortAtOnceThoughTheFormerHadToRest() {
        path.host.failWith(EBADFD);
        path.agent.doWork();
        final MemoryPort other = new MemoryPort();
        other.inject(frame(TO_UPLINK, 1));

        path.agent.host().offer(other);
        path.agent.doWork();

        assertThat(path.uplink.takeSent()).containsExactly(seen(TO_UPLINK, 1));
        assertThat(path.agent.host().failuresInARow()).isZero();
        assertThat(path.count(HOST_RECEIVE_GONE)).isEqualTo(1);
    }

    @Test
    void shouldSendWhatWaitedByTheNewPort() {
        path.host.blocked(true);
        path.uplink.inject(frame(TO_HOST, 1));
        path.agent.doWork();
        final MemoryPort other = new MemoryPort();

        path.agent.host().offer(other);
        path.agent.doWork();

        assertThat(other.takeSent()).containsExactly(seen(TO_HOST, 1));
        assertThat(path.processor.uplinkFrames()).isEqualTo(1);
    }

    @Test
    void shouldDropUnderItsOwnNameWhileThereIsNoPort() {
        path.agent.uplink().offer(AbsentPort.INSTANCE);
        path.agent.host().offer(AbsentPort.INSTANCE);
        path.agent.doWork();
        path.uplink.inject(frame(TO_HOST, 1));
        path.host.inject(frame(TO_UPLINK, 2));
        assertThat(path.agent.doWork()).as("nothing to read").isZero();
        assertThat(path.count(HOST_RECEIVE_GONE) + path.count(UPLINK_RECEIVE_GONE))
                .isZero();

        path.agent.uplink().offer(path.uplink);
        path.agent.doWork();

        assertThat(path.count(DROP_HOST_GONE)).isEqualTo(1);
        assertThat(path.host.takeSent()).isEmpty();
    }

    @Test
    void shouldWakeConductorOncePerCycleThatCopied() {
        for (int mark = 0; mark < 5; mark++) {
            path.uplink.inject(frame(TO_CONTROL, mark));
            path.host.inject(frame(TO_CONTROL, mark));
        }
        path.agent.doWork();
        assertThat(path.conductorWaiter.wakes()).isEqualTo(1);

        path.uplink.inject(frame(TO_HOST, 9));
        path.agent.doWork();
        assertThat(path.conductorWaiter.wakes()).as("nothing copied").isEqualTo(1);
    }

    @Test
    void shouldCountAndNotWakeWhenConductorDoesNotKeepUp() {
        final byte[] large = new byte[16_000];
        large[0] = TO_CONTROL | TO_HOST;
        for (int i = 0; i < 40; i++) {
            path.uplink.inject(large);
        }
        path.agent.doWork();

        assertThat(path.count(DROP_CONTROL_FULL)).isPositive();
        assertThat(path.count(CONTROL_SENT) + path.count(DROP_CONTROL_FULL)).isEqualTo(40);
        assertThat(path.count(HOST_SENT)).as("the frame itself goes its way").isEqualTo(40);

        path.uplink.inject(large);
        path.agent.doWork();
        assertThat(path.conductorWaiter.wakes()).isEqualTo(1);
    }

    @Test
    void shouldTakeOneBatchPerSideAndCycle() {
        for (int i = 0; i < 100; i++) {
            path.uplink.inject(frame(TO_HOST, i));
        }
        path.host.inject(frame(TO_UPLINK, 1));

        path.agent.doWork();
        assertThat(path.count(UPLINK_RECEIVED)).isEqualTo(64);
        assertThat(path.uplink.takeSent()).as("the other side has its turn").hasSize(1);
    }

    @Test
    void shouldGiveDeadlineOfProcessorWhenNothingIsKept() {
        assertThat(path.agent.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);

        path.processor.nextDeadlineNs(42);
        assertThat(path.agent.nextDeadlineNs()).isEqualTo(42);
    }
}
