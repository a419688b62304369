package io.fairlead.tapio.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Requests that redirect all frames that enter one interface out of another. Shares its {@link Netlink}'s contract. */
public final class TrafficControl {

    private static final String CLSACT = "clsact";
    private static final String INGRESS = "ingress";
    private static final int CLSACT_HANDLE = 0xffff0000;
    private static final int CLSACT_PARENT = 0xfffffff1;
    private static final int INGRESS_PARENT = 0xfffffff2;
    private static final int PRIORITY = 1;
    private static final int ETH_P_ALL = 0x0003;
    private static final int FIRST_ACTION = 1;
    private static final int MIRRED_TARGET_OFFSET = 24;
    private static final int MIRRED_LENGTH = 28;

    private final Netlink netlink;

    TrafficControl(final Netlink netlink) {
        this.netlink = netlink;
    }

    /**
     * Whether something has hooked an interface's ingress: this class, or another program's clsact or ingress qdisc.
     *
     * @param link to look at
     * @return true if so
     */
    public boolean hasIngressHook(final Link link) {
        final List<String> kinds = new ArrayList<>();
        netlink.query(
                "read the queueing disciplines of " + link.name(),
                message(Rtnetlink.RTM_GETQDISC, Rtnetlink.NLM_F_DUMP, link.index(), 0, 0, 0),
                (type, payload) -> {
                    if (interfaceIndex(payload) == link.index()) {
                        kinds.add(Attributes.parse(payload, Rtnetlink.TCMSG_LENGTH)
                                .string(Rtnetlink.TCA_KIND));
                    }
                });
        return kinds.contains(CLSACT) || kinds.contains(INGRESS);
    }

    /**
     * Whether {@link #redirect} has nothing to do.
     *
     * @param from where frames enter
     * @param to where they are to leave
     * @return true if so
     */
    public boolean isRedirected(final Link from, final Link to) {
        return hasIngressHook(from) && redirectsTo(from, to);
    }

    private boolean redirectsTo(final Link from, final Link to) {
        return redirectTargets(from).equals(List.of(to.index()));
    }

    /**
     * Redirects every frame that enters {@code from}, of any protocol, out of {@code to}, before the kernel's own stack sees it.
     * Leaves things alone that are so already; replaces what else is hooked there.
     *
     * @param from where frames enter
     * @param to where they leave
     */
    public void redirect(final Link from, final Link to) {
        if (hasIngressHook(from)) {
            if (redirectsTo(from, to)) {
                return;
            }
            removeRedirect(from);
        }
        netlink.execute(
                "add a clsact queueing discipline to " + from.name(),
                message(
                                Rtnetlink.RTM_NEWQDISC,
                                Rtnetlink.NLM_F_ACK | Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_EXCL,
                                from.index(),
                                CLSACT_HANDLE,
                                CLSACT_PARENT,
                                0)
                        .attribute(Rtnetlink.TCA_KIND, CLSACT));
        netlink.execute(
                "redirect frames from " + from.name() + " to " + to.name(), redirectFilter(from.index(), to.index()));
    }

    /**
     * Removes an interface's ingress hook with all its filters. Does nothing if there is none.
     *
     * @param link to change
     */
    public void removeRedirect(final Link link) {
        if (hasIngressHook(link)) {
            netlink.execute(
                    "remove the redirection from " + link.name(),
                    message(
                            Rtnetlink.RTM_DELQDISC,
                            Rtnetlink.NLM_F_ACK,
                            link.index(),
                            CLSACT_HANDLE,
                            CLSACT_PARENT,
                            0));
        }
    }

    /** A u32 filter that matches everything (a key with an empty mask), with a mirred action. */
    static MessageBuilder redirectFilter(final int fromIndex, final int toIndex) {
        final int networkOrderProtocol =
                ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? ETH_P_ALL << Byte.SIZE : ETH_P_ALL;
        final MessageBuilder request = message(
                        Rtnetlink.RTM_NEWTFILTER,
                        Rtnetlink.NLM_F_ACK | Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_EXCL,
                        fromIndex,
                        0,
                        INGRESS_PARENT,
                        PRIORITY << Short.SIZE | networkOrderProtocol)
                .attribute(Rtnetlink.TCA_KIND, "u32");
        final int options = request.begin(Rtnetlink.TCA_OPTIONS);
        final int actions = request.begin(Rtnetlink.TCA_U32_ACT);
        final int action = request.begin(FIRST_ACTION);
        request.attribute(Rtnetlink.TCA_ACT_KIND, "mirred");
        final int actionOptions = request.begin(Rtnetlink.TCA_ACT_OPTIONS | Rtnetlink.NLA_F_NESTED);
        final int mirred = request.begin(Rtnetlink.TCA_MIRRED_PARMS);
        // tc_mirred: index, capabilities, verdict, two reference counts, what to do, where to.
        request.int32(0)
                .int32(0)
                .int32(Rtnetlink.TC_ACT_STOLEN)
                .int32(0)
                .int32(0)
                .int32(Rtnetlink.TCA_EGRESS_REDIR)
                .int32(toIndex);
        request.end(mirred).end(actionOptions).end(action).end(actions);
        final int selector = request.begin(Rtnetlink.TCA_U32_SEL);
        // tc_u32_sel: flags (1: terminal), offset shift, number of keys, padding, three offsets and masks, hash mask;
        // then the key.
        request.int8(1).int8(0).int8(1).int8(0).bytes(new byte[12]).bytes(new byte[16]);
        return request.end(selector).end(options);
    }

    private List<Integer> redirectTargets(final Link from) {
        final List<Integer> targets = new ArrayList<>();
        netlink.query(
                "read the filters of " + from.name(),
                message(Rtnetlink.RTM_GETTFILTER, Rtnetlink.NLM_F_DUMP, from.index(), 0, INGRESS_PARENT, 0),
                (type, payload) -> {
                    final int target = redirectTarget(payload);
                    if (target != 0) {
                        targets.add(target);
                    }
                });
        return targets;
    }

    /** The interface that a filter redirects to, 0 if it is none of ours. */
    static int redirectTarget(final byte[] payload) {
        final byte[] mirred = Attributes.parse(payload, Rtnetlink.TCMSG_LENGTH)
                .nested(Rtnetlink.TCA_OPTIONS)
                .nested(Rtnetlink.TCA_U32_ACT)
                .nested(FIRST_ACTION)
                .nested(Rtnetlink.TCA_ACT_OPTIONS)
                .get(Rtnetlink.TCA_MIRRED_PARMS);
        return mirred == null || mirred.length < MIRRED_LENGTH
                ? 0
                : ByteBuffer.wrap(mirred).order(ByteOrder.nativeOrder()).getInt(MIRRED_TARGET_OFFSET);
    }

    private static int interfaceIndex(final byte[] payload) {
        return ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder()).getInt(4);
    }

    private static MessageBuilder message(
            final int type, final int flags, final int index, final int handle, final int parent, final int info) {
        return new MessageBuilder(type, flags)
                .int8(Rtnetlink.AF_UNSPEC)
                .int8(0)
                .int16(0)
                .int32(index)
                .int32(handle)
                .int32(parent)
                .int32(info);
    }
}
