package io.fairlead.bench.stress;

import io.fairlead.lb.steering.SteeringCommands;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** {@link SteeringCommands}: what the conductor says of clients, the data path learns whole and in order, as it shows by telling it back. */
@JCStressTest
@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "What was learned so far is as it was said.")
@Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "A command was torn, lost, twice, or out of order.")
@State
public class CommandsStress {

    private static final int MOST = 1024;
    private static final StressNode NODE = new StressNode();
    private static final Sequence TOLD = new Sequence();
    private static int said;

    /** Says where the next client stays. */
    @Actor
    public void conductor() {
        Sequence.order(NODE.commands, said++);
    }

    /**
     * Learns what is there.
     *
     * @param wrong whether anything was
     */
    @Actor
    public void dataPath(final Z_Result wrong) {
        NODE.cycle();
        NODE.events.poll(TOLD, MOST);
        wrong.r1 = TOLD.isWrong();
    }
}
