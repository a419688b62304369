package io.fairlead.netstack.engine;

import static io.fairlead.netstack.engine.DataPathFixture.frame;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

class FrameTapTest {

    private final DataPathFixture path = new DataPathFixture();
    private final List<String> seen = new ArrayList<>();

    private final class Recorder implements FrameTap {
        @Override
        public void fromUplink(final DirectBuffer buffer, final int index, final int length) {
            note("uplink", buffer, index, length);
        }

        @Override
        public void fromHost(final DirectBuffer buffer, final int index, final int length) {
            note("host", buffer, index, length);
        }

        @Override
        public void decided(final int verdict, final DirectBuffer buffer, final int index, final int length) {
            note("verdict " + verdict, buffer, index, length);
        }

        private void note(final String what, final DirectBuffer buffer, final int index, final int length) {
            seen.add(what + ", processed " + buffer.getByte(index + 1) + ", mark " + buffer.getByte(index + 2) + ", "
                    + length);
        }
    }

    @Test
    void shouldSeeEachFrameBeforeAndAfterItIsDecided() {
        path.agent.tap(new Recorder());
        path.uplink.inject(frame(TO_HOST, 1));
        path.uplink.inject(frame(DROP, 2));
        path.host.inject(frame(TO_UPLINK, 3));

        path.agent.doWork();

        assertThat(seen)
                .containsExactly(
                        "uplink, processed 0, mark 1, 4",
                        "verdict 1, processed 1, mark 1, 4",
                        "uplink, processed 0, mark 2, 4",
                        "verdict 0, processed 1, mark 2, 4",
                        "host, processed 0, mark 3, 4",
                        "verdict 2, processed 1, mark 3, 4");
    }

    @Test
    void shouldSeeAFrameOnceThoughItsPortHasNoRoom() {
        path.agent.tap(new Recorder());
        path.host.blocked(true);
        path.uplink.inject(frame(TO_HOST, 1));
        path.agent.doWork();
        path.agent.doWork();
        path.host.blocked(false);
        path.agent.doWork();

        assertThat(seen).hasSize(2);
        assertThat(path.host.takeSent()).hasSize(1);
    }

    @Test
    void shouldSeeNothingFromTheNextDutyCycleOnWhenItIsTakenAway() {
        path.agent.tap(new Recorder());
        path.agent.doWork();
        path.agent.tap(null);
        path.uplink.inject(frame(TO_HOST, 1));
        path.agent.doWork();

        assertThat(seen).isEmpty();
        assertThat(path.host.takeSent()).hasSize(1);
    }
}
