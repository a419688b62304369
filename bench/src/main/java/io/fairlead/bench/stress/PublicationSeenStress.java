package io.fairlead.bench.stress;

import io.fairlead.lb.steering.Steering;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/** {@link Steering#publish}: a data path without frames sees a new table all the same. */
@JCStressTest(Mode.Termination)
@Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "The data path has taken the table over.")
@Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "The data path goes on with the former table.")
@State
public class PublicationSeenStress {

    private static final StressNode NODE = new StressNode();
    private static long published;

    private final long version = ++published;

    /** Duty cycles until the table is there. */
    @Actor
    public void dataPath() {
        while (NODE.steering.acknowledgedVersion() < version) {
            NODE.cycle();
        }
    }

    /** Publishes the table. */
    @Signal
    public void conductor() {
        NODE.publish(version);
    }
}
