package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.FlowState;
import io.fairlead.lb.flow.FlowTable;
import io.fairlead.lb.flow.StickyTable;
import io.fairlead.lb.flow.TranslationTable;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.engine.FrameProcessor;
import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.MacAddress;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The classifier: sorts every frame into the kernel's, the conductor's, and the redirects', and hands the last to the
 * {@link Interceptor}. Everything that is none of our business passes untouched and in order.
 *
 * <p>The conductor publishes a {@link SteeringTable}; each duty cycle reads it once and acknowledges it. A duty cycle that comes
 * later than the table's longest pause disarms before it looks at a frame: what waited meanwhile must not be steered by a director
 * that slept. Only a table published after that arms again.
 *
 * <p>One data-path thread calls the {@link FrameProcessor} methods; {@link #publish} and {@link #acknowledgedVersion} belong to the
 * conductor. Allocates nothing after construction.
 */
public final class Steering implements FrameProcessor {

    private static final int COMMANDS_PER_CYCLE = 256;

    // how often the tables are swept when no frame comes
    private static final long HOUSEKEEPING_INTERVAL_NS = 250_000_000L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final FlowTable flowTable;
    private final OwnFlows flows;
    private final ClientNodes clients;
    private final LocalDelivery local;
    private final Translator translator;
    private final NodeChooser chooser = new NodeChooser();
    private final Interceptor interceptor;
    private final SteeringEvents events;
    private final SteeringCommands commands;
    private final PacketView view = new PacketView();
    private final AddressClaims claims = new AddressClaims();
    private final ClosedAddresses closed = new ClosedAddresses();
    private final ArpPacket arp = new ArpPacket();
    private final MessageHandler onCommand = this::onCommand;
    private final CommandHandler commandHandler = new CommandHandler();
    private final FlowTable.BeforeExpiry mayExpire = this::mayExpire;
    private final SweepPace flowSweep;
    private final SweepPace clientSweep;

    private final AtomicCounter passedToHost;
    private final AtomicCounter passedToUplink;
    private final AtomicCounter malformedPassed;
    private final AtomicCounter replyTranslated;
    private final AtomicCounter arpSenderCorrected;
    private final AtomicCounter fragments;
    private final AtomicCounter clockGaps;
    private final AtomicCounter eventsLost;
    private final AtomicCounter dropCut;
    private final AtomicCounter dropForeign;
    private final AtomicCounter dropNotAccepted;

    private volatile SteeringTable published;
    private volatile long acknowledged = -1;

    private SteeringTable table;
    private boolean isArmed;
    private boolean isStarted;
    private long lastCycleNs;
    private int seconds;

    /**
     * Puts the data path's decision together.
     *
     * @param initial until the conductor publishes one; also names this node
     * @param flowTable live flows
     * @param stickyTable clients and their nodes
     * @param translationTable translated flows
     * @param events to the conductor
     * @param commands from the conductor
     * @param counters what is counted
     */
    public Steering(
            final SteeringTable initial,
            final FlowTable flowTable,
            final StickyTable stickyTable,
            final TranslationTable translationTable,
            final SteeringEvents events,
            final SteeringCommands commands,
            final CounterSet<SteeringCounter> counters) {
        this.published = initial;
        this.table = initial;
        this.flowTable = flowTable;
        this.flowSweep = new SweepPace(flowTable.capacity());
        this.clientSweep = new SweepPace(stickyTable.capacity());
        this.flows = new OwnFlows(flowTable, initial.own().id(), counters);
        this.clients = new ClientNodes(stickyTable, events, counters);
        this.translator = new Translator(translationTable, counters.get(SteeringCounter.CLIENT_PORT_TRANSLATED));
        this.local = new LocalDelivery(flowTable, translator, counters);
        this.interceptor = new Interceptor(initial, flows, clients, local, chooser, events, counters);
        this.events = events;
        this.commands = commands;
        this.passedToHost = counters.get(SteeringCounter.PASSED_TO_HOST);
        this.passedToUplink = counters.get(SteeringCounter.PASSED_TO_UPLINK);
        this.malformedPassed = counters.get(SteeringCounter.PASSED_MALFORMED);
        this.replyTranslated = counters.get(SteeringCounter.REPLY_TRANSLATED);
        this.arpSenderCorrected = counters.get(SteeringCounter.ARP_SENDER_CORRECTED);
        this.fragments = counters.get(SteeringCounter.FRAGMENTS);
        this.clockGaps = counters.get(SteeringCounter.CLOCK_GAPS);
        this.eventsLost = counters.get(SteeringCounter.STEERING_EVENTS_LOST);
        this.dropCut = counters.get(SteeringCounter.DROP_CUT);
        this.dropForeign = counters.get(SteeringCounter.DROP_FOREIGN_UNICAST);
        this.dropNotAccepted = counters.get(SteeringCounter.DROP_NOT_ACCEPTED);
    }

    /**
     * Publishes a table; the data path uses it from its next duty cycle on. Conductor only.
     *
     * @param next a table with a greater version than the last one
     */
    public void publish(final SteeringTable next) {
        published = next;
    }

    /**
     * The version of the table that the data path uses. Any thread.
     *
     * @return a version; -1 before the first duty cycle
     */
    public long acknowledgedVersion() {
        return acknowledged;
    }

    @Override
    public int onDutyCycle(final long nowNs) {
        seconds = (int) (nowNs / NANOS_PER_SECOND);
        if (!isStarted) {
            isStarted = true;
            lastCycleNs = nowNs;
            flowSweep.start(nowNs);
            clientSweep.start(nowNs);
            clients.announceAll();
        }
        final boolean slept = isArmed && nowNs - lastCycleNs > table.maxPauseNs();
        if (slept) {
            isArmed = false;
            clockGaps.incrementRelease();
        }
        lastCycleNs = nowNs;
        final SteeringTable next = published;
        if (next.version() != acknowledged) {
            chooser.onTable(table, next);
            table = next;
            // a table that lay there while this thread slept is from before the sleep
            isArmed = next.isDirector() && !slept;
            acknowledged = next.version();
        }
        final int work = commands.poll(onCommand, COMMANDS_PER_CYCLE);
        flowTable.sweep(flowSweep.due(nowNs), seconds, mayExpire);
        clients.sweep(clientSweep.due(nowNs), seconds);
        return work;
    }

    @Override
    public long nextDeadlineNs() {
        final long pauseNs = isArmed ? table.maxPauseNs() / 4 : Long.MAX_VALUE;
        return lastCycleNs + Math.min(HOUSEKEEPING_INTERVAL_NS, pauseNs);
    }

    private boolean mayExpire(final int slot) {
        if (!local.mayExpire(slot, seconds)) {
            return false;
        }
        flows.onExpiring(slot);
        return true;
    }

    @Override
    public int onUplinkFrame(final MutableDirectBuffer buffer, final int index, final int length, final long nowNs) {
        view.wrap(buffer, index, length);
        if (!view.ethernet.isValid()) {
            dropCut.incrementRelease();
            return DROP;
        }
        final long destination = view.ethernet.destination();
        if (destination != table.own().mac() && !MacAddress.isGroup(destination)) {
            dropForeign.incrementRelease();
            return DROP;
        }
        return switch (view.ethernet.etherType()) {
            case EtherType.IPV4 -> onIpv4FromUplink();
            case EtherType.ARP -> claims.isArpAbout(table.virtualIps(), view) ? TO_CONTROL : passToHost();
            case EtherType.IPV6 -> onIpv6FromUplink();
            default -> passToHost();
        };
    }

    private int onIpv4FromUplink() {
        if (!view.parseIpv4()) {
            malformedPassed.incrementRelease();
            return TO_HOST;
        }
        switch (view.protocol()) {
            case IpProtocol.VRRP, IpProtocol.LOAD_REPORT -> {
                return TO_CONTROL;
            }
            case IpProtocol.TCP, IpProtocol.UDP -> {
                return onTransportFromUplink();
            }
            default -> {
                return passUnredirected();
            }
        }
    }

    private int onIpv6FromUplink() {
        if (!view.parseIpv6()) {
            malformedPassed.incrementRelease();
            return TO_HOST;
        }
        if (view.protocol() == IpProtocol.VRRP || claims.isNeighborMessageAbout(table.virtualIps(), view)) {
            return TO_CONTROL;
        }
        return closed.refusesIpv6(table.virtualIps(), view) ? refuse() : passToHost();
    }

    private int onTransportFromUplink() {
        final int destination = view.ip.destination();
        // a kernel discards a segment that came by link-layer broadcast (RFC 1122 section 3.3.6); steered it would get
        // an owner
        // on every node that heard it
        if (MacAddress.isGroup(view.ethernet.destination())) {
            return passToHost();
        }
        if (!table.virtualIps().contains(destination) && table.indexOfId(destination) == SteeringTable.NO_NODE) {
            return passToHost();
        }
        if (view.ip.isFragment()) {
            fragments.incrementRelease();
            return passToHost();
        }
        if (!view.parseTransport()) {
            malformedPassed.incrementRelease();
            return TO_HOST;
        }
        final int proxyPort = table.redirects().proxyPort(view.protocol(), view.destinationPort());
        if (proxyPort == 0) {
            return passUnredirected();
        }
        return interceptor.onFrame(view, table, isArmed, proxyPort, seconds);
    }

    private int passUnredirected() {
        return closed.refuses(table.virtualIps(), view) ? refuse() : passToHost();
    }

    private int refuse() {
        dropNotAccepted.incrementRelease();
        return DROP;
    }

    private int passToHost() {
        passedToHost.incrementRelease();
        return TO_HOST;
    }

    @Override
    public int onHostFrame(final MutableDirectBuffer buffer, final int index, final int length, final long nowNs) {
        view.wrap(buffer, index, length);
        if (!view.ethernet.isValid()) {
            dropCut.incrementRelease();
            return DROP;
        }
        if (view.ethernet.etherType() == EtherType.IPV4) {
            if (view.parseIpv4() && isReplyOfProxy() && translator.back(view, seconds)) {
                replyTranslated.incrementRelease();
                return TO_UPLINK;
            }
        } else if (view.ethernet.etherType() == EtherType.ARP) {
            correctArpSender(buffer);
        }
        passedToUplink.incrementRelease();
        return TO_UPLINK;
    }

    private boolean isReplyOfProxy() {
        return view.ip.source() == table.own().id()
                && !view.ip.isFragment()
                && view.parseTransport()
                && table.redirects().isProxyPort(view.sourcePort());
    }

    /** A kernel that answers from a VIP asks for its neighbours in the VIP's name, which would teach them a wrong MAC address. */
    private void correctArpSender(final MutableDirectBuffer buffer) {
        arp.wrap(buffer, view.ethernet.payloadIndex(), view.ethernet.payloadLength());
        if (arp.isValid() && table.virtualIps().contains(arp.senderIp())) {
            arp.senderIp(table.own().id());
            arpSenderCorrected.incrementRelease();
        }
    }

    private void onCommand(final int typeId, final MutableDirectBuffer buffer, final int index, final int length) {
        commands.dispatch(commandHandler, typeId, buffer, index);
    }

    /** What the conductor learned from other nodes. */
    private final class CommandHandler implements SteeringCommands.Handler {

        @Override
        public void onLearnClient(final int client, final int owner, final boolean isCertain) {
            if (isCertain) {
                clients.learn(client, owner, seconds);
            } else {
                clients.suggest(client, owner, seconds);
            }
        }

        @Override
        public void onFlowOwner(final FlowKey flow, final int owner, final boolean isClaimed) {
            final int slot = flows.find(flow);
            // this node's own table is the truth about its own flows, whoever else claims them
            if (isClaimed && (slot == FlowTable.NONE || !flows.isOwn(slot))) {
                flows.put(slot, flow, owner, FlowState.ESTABLISHED, seconds);
            } else if (!isClaimed && slot != FlowTable.NONE && flows.state(slot) == FlowState.ASKING) {
                flows.put(slot, flow, table.own().id(), FlowState.UNCLAIMED, seconds);
            }
        }

        @Override
        public void onFlowQueried(final FlowKey flow, final int asker) {
            final int slot = flows.find(flow);
            if (slot != FlowTable.NONE && flows.isOwn(slot) && !events.flowOwned(flow, asker)) {
                eventsLost.incrementRelease();
            }
        }
    }
}
