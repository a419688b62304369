package io.fairlead.tapio;

import io.fairlead.tapio.bpf.KernelProgram;
import io.fairlead.tapio.bpf.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * A TAP device as one port, or as several, each a queue of its own. Which one a frame of the kernel comes out of is the client's doing ({@link io.fairlead.netstack.port.ClientQueue}), so all
 * frames of a client, both ways, are one thread's; frames that are written go in by any.
 *
 * <p>While queues are being opened, a device that is up already gives frames to those that are there: a thread must not take it for granted that a frame is its own.
 *
 * <p>A device has one queue or may have several, for as long as it exists: what was made for one cannot be opened for several, nor the other way round.
 */
public final class TapQueues implements AutoCloseable {

    private static final String TRIAL = "fltrial%d";

    private final List<TapPort> ports;

    private TapQueues(final List<TapPort> ports) {
        this.ports = List.copyOf(ports);
    }

    /**
     * Opens all queues of a device, as {@link TapPort#open} does with one.
     *
     * @param name of the device, at most 15 bytes
     * @param most that the kernel may leave undone; less if it does not know how
     * @param side which end of a frame is the client
     * @param queues how many; with 1 the device is one that nobody else can open
     * @return the queues
     * @throws io.fairlead.tapio.sys.SystemCallException if that fails, with the remedy where it is known
     */
    public static TapQueues open(final String name, final Offload most, final Side side, final int queues) {
        if (queues == 1) {
            return new TapQueues(List.of(TapPort.open(name, most)));
        }
        final List<TapPort> opened = new ArrayList<>();
        try (KernelProgram program = KernelProgram.byClient(side, queues)) {
            for (int queue = 0; queue < queues; queue++) {
                opened.add(TapPort.openQueue(name, most));
                if (queue == 0) {
                    // before there is a second one to choose
                    opened.get(0).steerBy(program);
                }
            }
            return new TapQueues(opened);
        } catch (final RuntimeException e) {
            opened.forEach(TapPort::close);
            throw e;
        }
    }

    /**
     * Tries whether the kernel gives a device several queues and takes the programs that choose among them, with a device that is gone afterwards.
     *
     * @param queues how many
     * @throws io.fairlead.tapio.sys.SystemCallException if it does not, saying why
     */
    public static void tryOut(final int queues) {
        try (KernelProgram program = KernelProgram.byClient(Side.UPLINK, queues)) {
            final TapPort trial = TapPort.openQueue(TRIAL, Offload.NONE);
            try {
                trial.steerBy(program);
            } finally {
                trial.destroy();
            }
        }
    }

    /**
     * The queues; each is for another thread.
     *
     * @return in the order of their numbers
     */
    public List<TapPort> ports() {
        return ports;
    }

    /**
     * The first queue, which is the port if there is one alone.
     *
     * @return the port
     */
    public TapPort first() {
        return ports.get(0);
    }

    /** Closes all ports; the device stays, without carrier until it is opened again. */
    @Override
    public void close() {
        ports.forEach(TapPort::close);
    }

    /** Closes all ports and deletes the device. */
    public void destroy() {
        first().letGo();
        close();
    }
}
