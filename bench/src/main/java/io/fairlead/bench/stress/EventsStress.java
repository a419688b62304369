package io.fairlead.bench.stress;

import io.fairlead.lb.steering.SteeringEvents;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** {@link SteeringEvents}: what the data path tells, the conductor is told whole and in order. The ring goes on from test to test, so that it comes to its end and goes round. */
@JCStressTest
@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "What has come so far is as it was told.")
@Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "A record was torn, lost, twice, or out of order.")
@State
public class EventsStress {

    private static final int MOST = 8;
    private static final StressNode NODE = new StressNode();
    private static final Sequence CONDUCTOR = new Sequence();
    private static int told;

    /** Tells of the next client, because it has ordered itself to. */
    @Actor
    public void dataPath() {
        Sequence.order(NODE.commands, told++);
        NODE.cycle();
    }

    /**
     * Takes what is there.
     *
     * @param wrong whether anything was
     */
    @Actor
    public void conductor(final Z_Result wrong) {
        NODE.events.poll(CONDUCTOR, MOST);
        wrong.r1 = CONDUCTOR.isWrong();
    }
}
