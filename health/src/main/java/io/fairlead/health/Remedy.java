package io.fairlead.health;

/** What an administrator can do about a proxy that does not work. */
final class Remedy {

    private Remedy() {}

    static String of(Reason reason, ProbeTarget target) {
        String host = target.host();
        String there = host + ":" + target.address().getPort();
        return switch (reason) {
            case WORKS -> "";
            case NOT_LISTENING -> "start the proxy, or correct the redirect's proxyPort";
            case LISTENS_ELSEWHERE -> "let the proxy listen on all addresses (0.0.0.0), or on " + host;
            case REFUSED ->
                "look for a firewall rule that rejects connections to " + there + ": something listens there";
            case TIMED_OUT -> "look for a firewall rule that drops connections to " + there;
            case NOT_ACCEPTING -> "restart the proxy: it hangs, or has reached its limit of connections";
            case NO_ANSWER ->
                "restart the proxy if it hangs; raise health.timeout if it is slow; if it does not speak "
                        + target.settings().kind().protocol() + ", " + otherProbe();
            case CLOSED ->
                "see in the proxy's log why it hangs up on " + host + "; if it does not speak "
                        + target.settings().kind().protocol() + ", " + otherProbe();
            case WRONG_ANSWER ->
                "correct the redirect's proxyPort; if it is right, the proxy does not speak "
                        + target.settings().kind().protocol() + ": " + otherProbe();
            case ERROR_ANSWER -> ofError(target.settings());
            case UNREACHABLE -> "see by `ip addr` whether this machine still has the address " + host;
            case FAILED ->
                "see whether the daemon has file descriptors left: compare /proc/PID/limits and /proc/PID/fd";
        };
    }

    private static String otherProbe() {
        return "name what it speaks in the redirect's health.probe";
    }

    private static String ofError(ProbeSettings settings) {
        return switch (settings.kind()) {
            case HTTP ->
                "see in the proxy's log why it cannot fetch " + settings.subject()
                        + ", and whether the redirect's health.url is right";
            case ICAP ->
                "see whether the ICAP server has the service " + settings.subject()
                        + ", which the redirect's health.service names";
            default -> "see in the server's log why it does not take connections";
        };
    }
}
