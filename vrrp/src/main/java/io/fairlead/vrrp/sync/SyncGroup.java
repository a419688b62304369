package io.fairlead.vrrp.sync;

import io.fairlead.vrrp.TakeoverGate;
import io.fairlead.vrrp.TransitionCause;
import io.fairlead.vrrp.VirtualRouter;
import io.fairlead.vrrp.VirtualRouterOutput;
import io.fairlead.vrrp.VirtualRouterState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Virtual routers of one node, of any family, version and interface, that fail over together: a node that is director on one leg and not on the other
 * forwards nothing.
 *
 * <ul>
 *   <li>A member takes over only when every member may: its master-down timer has run out, or the master it hears is one that it would preempt,
 *       or it is master already. They begin to prepare when the last one is ready, and announce when the last one is prepared.
 *   <li>One that is held down holds all down: if it follows a better master, the others give way, with an advertisement of priority 0 so that
 *       the other node need not wait for master-down.
 *   <li>One in fault, all in fault; they start when the last fault is over.
 * </ul>
 *
 * <p>So a leg that is cut between two nodes changes nothing as long as the other leg is whole: the backup, which hears nobody there, is held down
 * by the leg on which it hears the master. Without that, both would become master of the cut leg, and take each other down on the whole one for ever.
 *
 * <p>All members have the same priority and the same preemption, for otherwise each of two nodes could be the better one on one leg. For the same
 * reason two nodes should not have the same priority: their addresses may compare differently on the two legs.
 *
 * <p>Pure, like {@link VirtualRouter}: make the group first, then its routers with the group as their gate, {@link #add} them, and call
 * {@link #settle} after every event that one of them has been given. What the group does for all goes through the group. Not thread-safe.
 */
public final class SyncGroup implements TakeoverGate {

    private record Member(VirtualRouter router, VirtualRouterOutput out) {

        boolean isMaster() {
            return router.state() == VirtualRouterState.MASTER;
        }

        String title() {
            return "(VI_" + router.config().vrid() + ")";
        }
    }

    private final String title;
    private final List<Member> members = new ArrayList<>();
    private final Map<VirtualRouter, String> faults = new LinkedHashMap<>();
    private boolean isStarted;

    /**
     * A group without members.
     *
     * @param name for the log
     */
    public SyncGroup(final String name) {
        title = "VRRP_Group(" + name + ")";
    }

    /**
     * Adds a member. It starts and stops with the group.
     *
     * @param router that has this group as its gate, and is not started
     * @param out where its output goes
     * @throws IllegalArgumentException if its priority or its preemption differs from the others'
     */
    public void add(final VirtualRouter router, final VirtualRouterOutput out) {
        for (final Member member : members) {
            if (member.router().config().priority() != router.config().priority()
                    || member.router().config().preempt() != router.config().preempt()) {
                throw new IllegalArgumentException(
                        title + ": VI_" + router.config().vrid()
                                + " has another priority or preemption than " + member.title()
                                + ", but its members can only be director together");
            }
        }
        members.add(new Member(router, out));
    }

    /**
     * Starts all members, or as soon as nothing is in fault.
     *
     * @param nowNs the time
     */
    public void start(final long nowNs) {
        isStarted = true;
        if (faults.isEmpty()) {
            members.forEach(member -> member.router().start(nowNs, member.out()));
        }
    }

    /**
     * Stops all members; masters resign.
     *
     * @param nowNs the time
     */
    public void stop(final long nowNs) {
        isStarted = false;
        members.forEach(member -> member.router().stop(nowNs, member.out()));
    }

    /**
     * A member cannot be director now, so none can.
     *
     * @param router the member
     * @param reason for people
     * @param nowNs the time
     */
    public void fault(final VirtualRouter router, final String reason, final long nowNs) {
        faults.put(router, reason);
        for (final Member member : members) {
            final String itsReason = member.router() == router
                    ? reason
                    : title + " Syncing instances to FAULT state: VI_"
                            + router.config().vrid() + ": " + reason;
            member.router().fault(itsReason, nowNs, member.out());
        }
    }

    /**
     * The fault of a member is over. All start when it was the last one.
     *
     * @param router the member
     * @param nowNs the time
     */
    public void recovered(final VirtualRouter router, final long nowNs) {
        if (faults.remove(router) != null && isStarted) {
            start(nowNs);
        }
    }

    /**
     * The priority of all members has changed ({@link VirtualRouter#priorityChanged}).
     *
     * @param effective 0 to 255
     * @param nowNs the time
     */
    public void priorityChanged(final int effective, final long nowNs) {
        members.forEach(member -> member.router().priorityChanged(effective, nowNs, member.out()));
        settle(nowNs);
    }

    /**
     * Relieves the director on all legs as planned ({@link VirtualRouter#takeOver}).
     *
     * @param cause to be named
     * @param nowNs the time
     * @return false if nothing was begun: a member hears no master of lower priority
     */
    public boolean takeOver(final TransitionCause cause, final long nowNs) {
        final boolean mayTakeOver =
                members.stream().allMatch(member -> member.router().mayTakeOver(nowNs));
        if (mayTakeOver) {
            members.forEach(member -> member.router().takeOver(cause, nowNs, member.out()));
        }
        return mayTakeOver;
    }

    @Override
    public boolean mayPrepare(final VirtualRouter router, final long nowNs) {
        return members.stream().allMatch(member -> member.router().isReadyToPrepare(nowNs));
    }

    @Override
    public boolean mayAnnounce(final VirtualRouter router, final long nowNs) {
        return members.stream().allMatch(member -> member.router().isReadyToAnnounce(nowNs));
    }

    /**
     * Carries over to all members what has become of one. To be called after every event, at the same time.
     *
     * @param nowNs the time
     */
    public void settle(final long nowNs) {
        for (final Member member : members) {
            if (member.router().isHeldDown(nowNs)) {
                giveWay(member, nowNs);
            }
        }
        // one that announces opens the gate for those that were looked at before it
        int mastersBefore;
        do {
            mastersBefore = masters();
            members.forEach(member -> member.router().poll(nowNs, member.out()));
        } while (masters() != mastersBefore);
    }

    private void giveWay(final Member heldDown, final long nowNs) {
        final TransitionCause cause = TransitionCause.resigned(
                title + " Syncing instances to BACKUP state: " + heldDown.title() + " " + reason(heldDown.router()));
        members.forEach(member -> member.router().resign(cause, nowNs, member.out()));
    }

    private static String reason(final VirtualRouter heldDown) {
        return heldDown.masterAddress() == null ? "cannot be director" : "follows " + heldDown.masterAddress();
    }

    private int masters() {
        int masters = 0;
        for (final Member member : members) {
            if (member.isMaster()) {
                masters++;
            }
        }
        return masters;
    }
}
