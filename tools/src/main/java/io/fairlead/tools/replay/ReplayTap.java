package io.fairlead.tools.replay;

import io.fairlead.lb.steering.ChosenBy;
import io.fairlead.lb.steering.SteeringWitness;
import io.fairlead.netstack.engine.FrameTap;
import io.fairlead.tools.capture.Decision;
import org.agrona.DirectBuffer;

/** Notes what was decided about each frame, and tells of it. */
final class ReplayTap implements FrameTap {

    private static final Decision NONE = new Decision(0, 0, ChosenBy.NOBODY);

    private final SteeringWitness witness;
    private final Listener listener;
    private Decision last = NONE;

    /** Told of each frame after it was decided and before it is sent. */
    @FunctionalInterface
    interface Listener {
        void onDecision(Decision decision, DirectBuffer buffer, int index, int length);
    }

    ReplayTap(final SteeringWitness witness, final Listener listener) {
        this.witness = witness;
        this.listener = listener;
    }

    /** About the frame that is being sent. */
    Decision last() {
        return last;
    }

    @Override
    public void fromUplink(final DirectBuffer buffer, final int index, final int length) {
        witness.before();
    }

    @Override
    public void fromHost(final DirectBuffer buffer, final int index, final int length) {
        witness.before();
    }

    @Override
    public void decided(final int verdict, final DirectBuffer buffer, final int index, final int length) {
        last = new Decision(verdict, witness.moved(), witness.chosenBy());
        listener.onDecision(last, buffer, index, length);
    }
}
