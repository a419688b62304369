package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.port.ClientQueue;
import io.fairlead.netstack.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * All data-path threads of a node as the conductor sees them: it publishes a table to all, tells and asks the one that has the client, and hears what each has noted. Conductor only,
 * but for {@link #steering} and {@link #events}, of which each is for its own thread.
 */
public final class SteeringShards {

    private final List<Steering> steerings = new ArrayList<>();
    private final List<SteeringCommands> commands = new ArrayList<>();
    private final List<SteeringEvents> events = new ArrayList<>();
    private long told;
    private int polled;

    /**
     * Makes what decides about frames, once for each thread.
     *
     * @param initial until the first table is published; also names this node
     * @param tables of each thread
     * @param counters of each thread
     */
    public SteeringShards(
            final SteeringTable initial,
            final List<SteeringTables> tables,
            final List<CounterSet<SteeringCounter>> counters) {
        final List<Shard> shards = Shard.of(tables.size());
        for (int i = 0; i < shards.size(); i++) {
            final SteeringEvents noted = new SteeringEvents();
            final SteeringCommands commanded = new SteeringCommands(counters.get(i));
            events.add(noted);
            commands.add(commanded);
            steerings.add(new Steering(initial, shards.get(i), tables.get(i), noted, commanded, counters.get(i)));
        }
    }

    /**
     * How many threads there are.
     *
     * @return at least 1
     */
    public int count() {
        return steerings.size();
    }

    /**
     * What decides in a thread.
     *
     * @param shard number of the thread
     * @return the decision
     */
    public Steering steering(final int shard) {
        return steerings.get(shard);
    }

    /**
     * What a thread has noted.
     *
     * @param shard number of the thread
     * @return its notes
     */
    public SteeringEvents events(final int shard) {
        return events.get(shard);
    }

    /**
     * Publishes a table to all; each uses it from its next duty cycle on.
     *
     * @param next a table with a greater version than the last one
     */
    public void publish(final SteeringTable next) {
        steerings.forEach(steering -> steering.publish(next));
    }

    /**
     * The version that all use, or a newer one.
     *
     * @return a version; -1 before each has had its first duty cycle
     */
    public long acknowledgedVersion() {
        long acknowledged = Long.MAX_VALUE;
        for (final Steering steering : steerings) {
            acknowledged = Math.min(acknowledged, steering.acknowledgedVersion());
        }
        return acknowledged;
    }

    /**
     * Hands what the threads have noted to the handler, of each in order.
     *
     * @param handler called for each note
     * @param limit most notes of a thread
     * @return notes handled
     */
    public int poll(final SteeringEvents.Handler handler, final int limit) {
        int handled = 0;
        for (polled = 0; polled < events.size(); polled++) {
            handled += events.get(polled).poll(handler, limit);
        }
        return handled;
    }

    /**
     * Asks all threads for their open connections. Each answers by {@link SteeringEvents.Handler#onConnectionOpened} and, when it has told of all,
     * {@link SteeringEvents.Handler#onConnectionsTold}.
     */
    public void tellConnections() {
        told = 0;
        commands.forEach(SteeringCommands::tellConnections);
    }

    /**
     * To be asked in {@link SteeringEvents.Handler#onConnectionsTold}, once each time.
     *
     * @return whether the thread that says so is the last one
     */
    public boolean haveAllToldConnections() {
        told |= 1L << polled;
        return Long.bitCount(told) == count();
    }

    /**
     * See {@link SteeringCommands#learnClient}.
     *
     * @param client address of either family
     * @param owner node id
     */
    public void learnClient(final IpAddress client, final int owner) {
        of(client).learnClient(client, owner);
    }

    /**
     * See {@link SteeringCommands#suggestClient}.
     *
     * @param client address of either family
     * @param owner node id
     */
    public void suggestClient(final IpAddress client, final int owner) {
        of(client).suggestClient(client, owner);
    }

    /**
     * See {@link SteeringCommands#flowOwner}.
     *
     * @param flow the flow
     * @param owner node id of the claimer; of no meaning if there is none
     * @param isClaimed whether a node claimed it
     */
    public void flowOwner(final FlowKey flow, final int owner, final boolean isClaimed) {
        of(flow).flowOwner(flow, owner, isClaimed);
    }

    /**
     * See {@link SteeringCommands#flowQueried}.
     *
     * @param flow the flow
     * @param asker node id of who asks
     */
    public void flowQueried(final FlowKey flow, final int asker) {
        of(flow).flowQueried(flow, asker);
    }

    /**
     * See {@link SteeringCommands#explain}.
     *
     * @param flow client and destination of the connection
     * @param question returned with each part of the answer
     */
    public void explain(final FlowKey flow, final int question) {
        of(flow).explain(flow, question);
    }

    /**
     * See {@link SteeringCommands#connectionOpen}.
     *
     * @param flow the flow
     * @param owner node id
     * @param clientMac where the client's frames come from, 0 if that is not known
     * @param clientTags of the client's frames
     */
    public void connectionOpen(final FlowKey flow, final int owner, final long clientMac, final int clientTags) {
        of(flow).connectionOpen(flow, owner, clientMac, clientTags);
    }

    /**
     * See {@link SteeringCommands#connectionEnded}.
     *
     * @param flow the flow
     */
    public void connectionEnded(final FlowKey flow) {
        of(flow).connectionEnded(flow);
    }

    /** See {@link SteeringCommands#connectionsBegin}. */
    public void connectionsBegin() {
        commands.forEach(SteeringCommands::connectionsBegin);
    }

    /** See {@link SteeringCommands#connectionsComplete}. */
    public void connectionsComplete() {
        commands.forEach(SteeringCommands::connectionsComplete);
    }

    private SteeringCommands of(final IpAddress client) {
        return of(client.high(), client.mappedLow());
    }

    private SteeringCommands of(final FlowKey flow) {
        return of(flow.clientHigh(), flow.clientLow());
    }

    private SteeringCommands of(final long clientHigh, final long clientLow) {
        return commands.get(ClientQueue.of(clientHigh, clientLow, count()));
    }
}
