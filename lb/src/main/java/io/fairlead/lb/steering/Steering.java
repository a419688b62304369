package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.FlowState;
import io.fairlead.lb.flow.FlowTable;
import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.engine.FrameProcessor;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What a node does with every frame: {@link UplinkClassifier} for those from the wire, {@link HostClassifier} for those of the kernel. Here is what they
 * have in common: the cluster as it is known, the tables, and what the conductor and the data path tell each other.
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

    private final Flows flows;
    private final ClientNodes clients;
    private final LocalDelivery local;
    private final NodeChooser chooser = new NodeChooser();
    private final Assigner assigner;
    private final Fragments fragments;
    private final AnswerFragments answerFragments;
    private final Orphans orphans;
    private final ConnectionNews connections;
    private final Explainer explainer;
    private final UplinkClassifier uplink;
    private final HostClassifier host;
    private final SteeringEvents events;
    private final SteeringCommands commands;
    private final Situation situation;
    private final Expectations expectations;
    private final PacketView view = new PacketView();
    private final MessageHandler onCommand = this::onCommand;
    private final CommandHandler commandHandler = new CommandHandler();
    private final FlowTable.BeforeExpiry mayExpire;
    private final SweepPace flowSweep;
    private final SweepPace openingSweep;
    private final SweepPace clientSweep;
    private final AtomicCounter clockGaps;
    private final AtomicCounter eventsLost;
    private final AtomicCounter connectionsNotKept;

    private volatile SteeringTable published;
    private volatile long acknowledged = -1;

    private boolean isStarted;
    private long lastCycleNs;

    /**
     * Puts the decision of the only data-path thread together.
     *
     * @param initial until the conductor publishes one; also names this node
     * @param tables flows and clients, perhaps from before
     * @param events to the conductor
     * @param commands from the conductor
     * @param counters what is counted
     */
    public Steering(
            final SteeringTable initial,
            final SteeringTables tables,
            final SteeringEvents events,
            final SteeringCommands commands,
            final CounterSet<SteeringCounter> counters) {
        this(initial, Shard.only(), tables, events, commands, counters);
    }

    /**
     * Puts the decision of one data-path thread together.
     *
     * @param initial until the conductor publishes one; also names this node
     * @param shard the clients that are this thread's
     * @param tables flows and clients, perhaps from before
     * @param events to the conductor
     * @param commands from the conductor
     * @param counters what is counted
     */
    public Steering(
            final SteeringTable initial,
            final Shard shard,
            final SteeringTables tables,
            final SteeringEvents events,
            final SteeringCommands commands,
            final CounterSet<SteeringCounter> counters) {
        this.published = initial;
        this.situation = new Situation(initial);
        this.flowSweep = new SweepPace(tables.flows().capacity());
        this.openingSweep = new SweepPace(tables.openings().capacity());
        this.clientSweep = new SweepPace(tables.clients().capacity());
        this.clients = new ClientNodes(situation, shard, tables.clients(), events, counters);
        this.flows = new Flows(tables, clients, initial.own().id(), counters);
        this.answerFragments = new AnswerFragments(situation, counters);
        final Translator translator = new Translator(
                tables.translations(),
                flows,
                situation,
                answerFragments,
                counters.get(SteeringCounter.CLIENT_PORT_TRANSLATED));
        this.local = new LocalDelivery(flows, translator, situation, counters);
        this.mayExpire = local::mayExpire;
        this.orphans = new Orphans(situation, shard, flows, events, counters);
        this.connections = new ConnectionNews(situation, shard, flows, events, counters);
        this.connectionsNotKept = counters.get(SteeringCounter.CONNECTIONS_NOT_KEPT);
        this.assigner = new Assigner(situation, clients, chooser);
        final Interceptor interceptor =
                new Interceptor(situation, flows, clients, local, assigner, orphans, connections, events, counters);
        this.explainer = new Explainer(situation, flows, clients, assigner, events, counters);
        final QuotedErrors errors = new QuotedErrors(situation, shard, interceptor, translator, counters);
        this.fragments = new Fragments(situation, interceptor, clients, local, counters);
        this.uplink = new UplinkClassifier(
                situation,
                shard,
                interceptor,
                fragments,
                errors,
                new NodeClaims(situation, events, counters),
                counters);
        this.host = new HostClassifier(situation, shard, translator, errors, answerFragments, counters);
        this.expectations = new Expectations(tables);
        this.events = events;
        this.commands = commands;
        this.clockGaps = counters.get(SteeringCounter.CLOCK_GAPS);
        this.eventsLost = counters.get(SteeringCounter.STEERING_EVENTS_LOST);
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

    /** Why nodes are chosen; for {@link SteeringWitness}. */
    Assigner assigner() {
        return assigner;
    }

    @Override
    public int onDutyCycle(final long nowNs) {
        final int seconds = (int) (nowNs / NANOS_PER_SECOND);
        situation.seconds(seconds);
        if (!isStarted) {
            isStarted = true;
            situation.start(seconds);
            lastCycleNs = nowNs;
            flowSweep.start(nowNs);
            openingSweep.start(nowNs);
            clientSweep.start(nowNs);
            fragments.start(nowNs);
            answerFragments.start(nowNs);
            orphans.start(nowNs);
            connections.start(nowNs);
            clients.announceAll();
        }
        final boolean slept =
                situation.isArmed() && nowNs - lastCycleNs > situation.table().maxPauseNs();
        if (slept) {
            situation.disarm();
            clockGaps.incrementRelease();
        }
        lastCycleNs = nowNs;
        final SteeringTable next = published;
        if (next.version() != acknowledged) {
            chooser.onTable(situation.table(), next);
            orphans.onTable(situation.table(), next);
            // a table that lay there while this thread slept is from before the sleep
            situation.table(next, next.isDirector() && !slept);
            acknowledged = next.version();
        }
        final int work = commands.poll(onCommand, COMMANDS_PER_CYCLE);
        flows.sweep(flowSweep.due(nowNs), openingSweep.due(nowNs), seconds, mayExpire);
        clients.sweep(clientSweep.due(nowNs), seconds);
        fragments.sweep(nowNs);
        answerFragments.sweep(nowNs);
        orphans.search(nowNs);
        connections.tell(nowNs);
        explainer.search();
        return work;
    }

    @Override
    public long nextDeadlineNs() {
        final long pauseNs = situation.isArmed() ? situation.table().maxPauseNs() / 4 : Long.MAX_VALUE;
        final long workNs = orphans.isSearching() ? Orphans.SEARCH_INTERVAL_NS : HOUSEKEEPING_INTERVAL_NS;
        final long answerNs = explainer.isAnswering() ? Explainer.SEARCH_INTERVAL_NS : Long.MAX_VALUE;
        final long newsNs = connections.isTelling() ? ConnectionNews.SEARCH_INTERVAL_NS : Long.MAX_VALUE;
        return lastCycleNs + Math.min(Math.min(workNs, answerNs), Math.min(newsNs, pauseNs));
    }

    @Override
    public int onUplinkFrame(final MutableDirectBuffer buffer, final int index, final int length, final long nowNs) {
        view.wrap(buffer, index, length);
        return uplink.onFrame(view);
    }

    @Override
    public int onHostFrame(final MutableDirectBuffer buffer, final int index, final int length, final long nowNs) {
        view.wrap(buffer, index, length);
        return host.onFrame(view);
    }

    @Override
    public boolean isExpecting() {
        return expectations.areWorthwhile();
    }

    @Override
    public void expectUplinkFrame(final MutableDirectBuffer buffer, final int index, final int length) {
        expectations.fromWire(buffer, index, length);
    }

    @Override
    public void fetchExpected() {
        expectations.fetch();
    }

    @Override
    public void expectHostFrame(final MutableDirectBuffer buffer, final int index, final int length) {
        expectations.fromKernel(buffer, index, length);
    }

    private void onCommand(final int typeId, final MutableDirectBuffer buffer, final int index, final int length) {
        commands.dispatch(commandHandler, typeId, buffer, index);
    }

    /** What the conductor learned from other nodes. */
    private final class CommandHandler implements SteeringCommands.Handler {

        private int connectionsBegunSeconds;

        @Override
        public void onLearnClient(
                final long clientHigh, final long clientLow, final int owner, final boolean isCertain) {
            if (isCertain) {
                clients.learn(clientHigh, clientLow, owner, situation.seconds());
            } else {
                clients.suggest(clientHigh, clientLow, owner, situation.seconds());
            }
        }

        @Override
        public void onFlowOwner(final FlowKey flow, final int owner, final boolean isClaimed) {
            final int slot = flows.find(flow);
            // this node's own table is the truth about its own flows, whoever else claims them
            if (isClaimed && (slot == Flows.NONE || !flows.isOwn(slot))) {
                flows.put(slot, flow, owner, FlowState.ESTABLISHED, situation.seconds());
            } else if (!isClaimed && slot != Flows.NONE && flows.state(slot) == FlowState.ASKING) {
                flows.put(slot, flow, situation.table().own().id(), FlowState.UNCLAIMED, situation.seconds());
            }
        }

        @Override
        public void onExplain(final FlowKey flow, final int question) {
            explainer.explain(flow, question);
        }

        @Override
        public void onFlowQueried(final FlowKey flow, final int asker) {
            final int slot = flows.find(flow);
            if (slot != Flows.NONE && flows.isOwn(slot) && !events.flowOwned(flow, asker)) {
                eventsLost.incrementRelease();
            }
        }

        @Override
        public void onTellConnections() {
            connections.tellAll();
        }

        @Override
        public void onConnectionOpen(final FlowKey flow, final int owner, final long clientMac, final int clientTags) {
            if (!flows.hear(flow, owner, clientMac, clientTags, situation.seconds())) {
                connectionsNotKept.incrementRelease();
            }
        }

        @Override
        public void onConnectionEnded(final FlowKey flow) {
            flows.hearOfEnd(flow, situation.seconds());
        }

        @Override
        public void onConnectionsBegin() {
            connectionsBegunSeconds = situation.seconds();
        }

        @Override
        public void onConnectionsComplete() {
            flows.forgetHearsayBefore(connectionsBegunSeconds);
        }
    }
}
