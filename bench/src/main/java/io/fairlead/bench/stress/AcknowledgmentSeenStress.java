package io.fairlead.bench.stress;

import io.fairlead.lb.steering.Steering;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/** {@link Steering#acknowledgedVersion}: a conductor that waits for it does not wait for ever. */
@JCStressTest(Mode.Termination)
@Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "The conductor has seen it.")
@Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "The conductor goes on without ever seeing it.")
@State
public class AcknowledgmentSeenStress {

    private static final StressNode NODE = new StressNode();
    private static long published;

    private final long version;

    /** Publishes the next table. */
    public AcknowledgmentSeenStress() {
        version = ++published;
        NODE.publish(version);
    }

    /** Waits for the data path to take it over. */
    @Actor
    public void conductor() {
        while (NODE.steering.acknowledgedVersion() < version) {
            // as it would between its other duties
        }
    }

    /** Takes it over. */
    @Signal
    public void dataPath() {
        NODE.cycle();
    }
}
