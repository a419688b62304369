package io.fairlead.health;

import io.fairlead.netstack.wire.IpAddress;
import java.util.List;

/** What a probe that failed has to do with the sockets that listen on its port. Pure. */
public final class Diagnosis {

    private Diagnosis() {}

    /**
     * Whether the sockets can say more about a failure of this kind.
     *
     * @param result of a probe
     * @return true if it is worth looking at them
     */
    public static boolean isWanted(ProbeResult result) {
        return switch (result.reason()) {
            case REFUSED, TIMED_OUT, NO_ANSWER -> true;
            default -> false;
        };
    }

    /**
     * Names the cause, if the sockets show it.
     *
     * @param result of the probe
     * @param target of the probe
     * @param listeners all sockets that listen on its port, at whatever address
     * @return the same, or a result that says more
     */
    public static ProbeResult of(ProbeResult result, ProbeTarget target, List<Listener> listeners) {
        IpAddress address = IpAddress.parse(target.host());
        return switch (result.reason()) {
            case REFUSED -> ofRefusal(result, address, listeners);
            case TIMED_OUT, NO_ANSWER -> ofSilence(result, address, listeners);
            default -> result;
        };
    }

    private static ProbeResult ofRefusal(ProbeResult result, IpAddress address, List<Listener> listeners) {
        if (listeners.isEmpty()) {
            return ProbeResult.of(Reason.NOT_LISTENING);
        }
        // one of all IPv6 addresses that took IPv4 as well would not have refused
        if (listeners.stream().anyMatch(listener -> takes(listener.address(), address))) {
            return result;
        }
        return new ProbeResult(
                Reason.LISTENS_ELSEWHERE,
                "",
                listeners.stream().map(Listener::address).distinct().sorted().toList());
    }

    private static ProbeResult ofSilence(ProbeResult result, IpAddress address, List<Listener> listeners) {
        int waiting = listeners.stream()
                .filter(listener -> takes(listener.address(), address) || isAnyIpv6(listener.address()))
                .mapToInt(Listener::waiting)
                .sum();
        return waiting == 0 ? result : ProbeResult.of(Reason.NOT_ACCEPTING, String.valueOf(waiting));
    }

    private static boolean takes(IpAddress listener, IpAddress address) {
        return listener.equals(address) || (listener.isUnspecified() && listener.isIpv6() == address.isIpv6());
    }

    private static boolean isAnyIpv6(IpAddress listener) {
        return listener.isUnspecified() && listener.isIpv6();
    }
}
