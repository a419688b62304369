package io.fairlead.bench.stress;

import io.fairlead.lb.steering.Steering;
import io.fairlead.lb.steering.SteeringTable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** {@link Steering#publish}: what the conductor did before it published a table, the data path that has taken it over can see. */
@JCStressTest
@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "The commands that were given before the table are there.")
@Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "The table has overtaken the commands.")
@State
public class PublicationStress {

    private static final StressNode NODE = new StressNode();
    private static final Latest LATEST = new Latest();
    private static int version;

    /** Says where a client stays, with the version in it, and publishes a {@link SteeringTable} of that version. */
    @Actor
    public void conductor() {
        version++;
        NODE.order(version);
        NODE.publish(version);
    }

    /**
     * A duty cycle takes the table over, and carries out the orders that found room in it; further ones carry out the rest.
     *
     * @param wrong whether the table has come without its command
     */
    @Actor
    public void dataPath(final Z_Result wrong) {
        NODE.cycle();
        final long taken = NODE.steering.acknowledgedVersion();
        NODE.catchUp();
        NODE.listen(LATEST);
        wrong.r1 = LATEST.owner() < taken;
    }
}
