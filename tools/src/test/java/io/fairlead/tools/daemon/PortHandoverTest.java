package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.lb.steering.AddressGuard;
import io.fairlead.lb.steering.SteeringCounter;
import io.fairlead.lb.steering.VirtualIps;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.DataPathAgent;
import io.fairlead.netstack.engine.EngineCounter;
import io.fairlead.netstack.engine.Waiter;
import io.fairlead.netstack.port.MemoryPort;
import io.fairlead.netstack.ring.ControlRing;
import io.fairlead.tools.control.ControlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both agents run on the thread of the test, each time that it is woken. */
@Timeout(60)
final class PortHandoverTest {

    private static final byte[] FRAME = new byte[60];

    private final MemoryPort uplink = new MemoryPort();
    private final MemoryPort host = new MemoryPort();
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final AtomicCounter sent =
            CountersFile.inMemory(EngineCounter.class).get(EngineCounter.UPLINK_SENT);
    private final FrameSender sender = new FrameSender(uplink, sent, sent);
    private final DataPathAgent dataPath = new DataPathAgent(
            () -> 0,
            new AddressGuard(1, 0, VirtualIps.NONE, CountersFile.inMemory(SteeringCounter.class)),
            uplink,
            host,
            new ControlRing(),
            1,
            new Woken(() -> {}),
            CountersFile.inMemory(EngineCounter.class));
    private final List<String> watched = new ArrayList<>();

    private record Woken(Runnable agent) implements Waiter {
        @Override
        public void await(final long timeoutNs) {}

        @Override
        public void wake() {
            agent.run();
        }

        @Override
        public void close() {}
    }

    private PortHandover handover(final Runnable dataPathRuns, final Runnable conductorRuns) {
        return new PortHandover(
                List.of(dataPath),
                (thread, uplinkFd, hostFd) -> watched.add(uplinkFd + " " + hostFd),
                List.of(new Woken(dataPathRuns)),
                sender,
                new ConductorCalls(commands, new Woken(conductorRuns)));
    }

    private void runCommands() {
        Runnable command = commands.poll();
        while (command != null) {
            command.run();
            command = commands.poll();
        }
    }

    private void conductorSends() {
        sender.frame().putBytes(0, new UnsafeBuffer(FRAME), 0, FRAME.length);
        sender.send(FRAME.length);
    }

    @Test
    void shouldReturnWhenBothThreadsUseTheNewPortsAlone() throws ControlException {
        final MemoryPort newUplink = new MemoryPort();
        final MemoryPort newHost = new MemoryPort();

        handover(dataPath::doWork, this::runCommands)
                .to(new LegPorts(List.of(new QueuePorts(newUplink, newHost, 7, 8)), newUplink));

        assertThat(watched).containsExactly("7 8");
        assertThat(dataPath.uplink().isTaken()).isTrue();
        assertThat(dataPath.host().isTaken()).isTrue();
        conductorSends();
        newHost.inject(FRAME);
        dataPath.doWork();
        assertThat(newUplink.takeSent()).hasSize(2);
        assertThat(uplink.takeSent()).isEmpty();
    }

    @Test
    void shouldDropWhileThereAreNoPorts() throws ControlException {
        handover(dataPath::doWork, this::runCommands).to(LegPorts.ABSENT);

        assertThat(watched).containsExactly("-1 -1");
        host.inject(FRAME);
        uplink.inject(FRAME);
        dataPath.doWork();
        conductorSends();
        assertThat(uplink.takeSent()).isEmpty();
        assertThat(host.takeSent()).isEmpty();
        assertThat(sender).isNotNull();
    }

    @Test
    void shouldSayThatTheFormerPortsMustStayOpenWhenTheDataPathDoesNotAnswer() {
        assertThatThrownBy(() -> handover(() -> {}, this::runCommands).to(LegPorts.ABSENT))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("the data path has not left its ports for 2 s");
        assertThat(dataPath.uplink().isTaken()).isFalse();
    }

    @Test
    void shouldSayThatTheFormerPortsMustStayOpenWhenTheConductorDoesNotAnswer() {
        assertThatThrownBy(() -> handover(dataPath::doWork, () -> {}).to(LegPorts.ABSENT))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("conductor");
    }
}
