package io.fairlead.bench.stress;

import io.fairlead.lb.steering.Steering;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** {@link Steering#acknowledgedVersion}: a conductor that sees a version acknowledged can see all that the data path did before. */
@JCStressTest
@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "All that was told before the acknowledgment is there.")
@Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "The acknowledgment has overtaken what was told before.")
@State
public class AcknowledgmentStress {

    private static final StressNode NODE = new StressNode();
    private static final Latest LATEST = new Latest();

    static {
        NODE.tell(1);
    }

    /** Tells of the version after the next one, and takes the next one over if it is there. */
    @Actor
    public void dataPath() {
        NODE.tell((int) NODE.steering.acknowledgedVersion() + 2);
    }

    /**
     * Looks what is acknowledged, then what was told, and publishes the next table.
     *
     * @param wrong whether less was told
     */
    @Actor
    public void conductor(final Z_Result wrong) {
        final long acknowledged = NODE.steering.acknowledgedVersion();
        NODE.listen(LATEST);
        wrong.r1 = LATEST.owner() < acknowledged;
        NODE.publish(acknowledged + 1);
    }
}
