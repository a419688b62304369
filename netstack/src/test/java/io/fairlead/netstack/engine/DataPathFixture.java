package io.fairlead.netstack.engine;

import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.port.MemoryPort;
import io.fairlead.netstack.ring.ControlRing;

/** A data path between two ports in memory, on a clock that the test moves. */
final class DataPathFixture {

    static final int CONTROL_TYPE = 7;

    final ManualClock clock = new ManualClock();
    final ScriptedProcessor processor = new ScriptedProcessor();
    final MemoryPort uplink = new MemoryPort();
    final MemoryPort host = new MemoryPort();
    final ControlRing control = new ControlRing();
    final RecordingWaiter conductorWaiter = new RecordingWaiter();
    final CounterSet<EngineCounter> counters = CountersFile.inMemory(EngineCounter.class);
    final DataPathAgent agent =
            new DataPathAgent(clock, processor, uplink, host, control, CONTROL_TYPE, conductorWaiter, counters);

    /** Another agent of this path, with another port towards the host. */
    DataPathAgent agentTo(final FramePort otherHost) {
        return new DataPathAgent(clock, processor, uplink, otherHost, control, CONTROL_TYPE, conductorWaiter, counters);
    }

    long count(final EngineCounter counter) {
        return counters.get(counter).get();
    }

    /** A frame of four bytes that asks for a verdict. */
    static byte[] frame(final int verdict, final int mark) {
        return new byte[] {(byte) verdict, 0, (byte) mark, 0x55};
    }

    /** The same frame after the processor has seen it once. */
    static byte[] seen(final int verdict, final int mark) {
        return new byte[] {(byte) verdict, ScriptedProcessor.SEEN, (byte) mark, 0x55};
    }
}
