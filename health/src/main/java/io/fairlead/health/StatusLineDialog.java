package io.fairlead.health;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.URI;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A request that is answered by a status line: HTTP (RFC 9112) and ICAP (RFC 3507). */
final class StatusLineDialog implements Dialog {

    private static final String HTTP_SHAPE = "HTTP/d.d ddd";
    private static final String ICAP_SHAPE = "ICAP/d.d ddd";
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int LAST_SUCCESS = 299;
    private static final int HTTPS_PORT = 443;
    private static final String USER_AGENT = "User-Agent: Fairlead-Health\r\n";

    private final byte[] request;
    private final String shape;
    private final IntPredicate isGood;

    private StatusLineDialog(String request, String shape, IntPredicate isGood) {
        this.request = request.getBytes(US_ASCII);
        this.shape = shape;
        this.isGood = isGood;
    }

    /**
     * Without a URL, a request that a proxy must not pass on (RFC 9110 section 7.6.2), and for those that would try it has an empty host, as section 7.2 wants
     * it of a request for nothing in particular: they find nobody, least of all themselves. Whatever they say to that, they are alive.
     */
    static StatusLineDialog http(ProbeTarget target) {
        String url = target.settings().subject();
        if (url.isEmpty()) {
            return new StatusLineDialog(http("OPTIONS", "*", "", "Max-Forwards: 0\r\n"), HTTP_SHAPE, code -> true);
        }
        URI uri = URI.create(url);
        boolean isTunnel = "https".equalsIgnoreCase(uri.getScheme());
        String host = isTunnel && uri.getPort() < 0 ? uri.getHost() + ":" + HTTPS_PORT : uri.getRawAuthority();
        return new StatusLineDialog(
                http(isTunnel ? "CONNECT" : "GET", isTunnel ? host : url, host, ""),
                HTTP_SHAPE,
                code -> code < FIRST_SERVER_ERROR);
    }

    private static String http(String method, String what, String host, String more) {
        return method + " " + what + " HTTP/1.1\r\nHost:" + (host.isEmpty() ? "" : " " + host) + "\r\n" + USER_AGENT
                + more + "Connection: close\r\n\r\n";
    }

    /** Without a service, one that need not be there: whatever the server says to that, it is alive. */
    static StatusLineDialog icap(ProbeTarget target) {
        String service = target.settings().subject();
        return new StatusLineDialog(
                "OPTIONS icap://" + hostOf(target) + "/" + service + " ICAP/1.0\r\nHost: " + hostOf(target) + "\r\n"
                        + USER_AGENT + "Connection: close\r\nEncapsulated: null-body=0\r\n\r\n",
                ICAP_SHAPE,
                service.isEmpty() ? code -> true : code -> code <= LAST_SUCCESS);
    }

    private static String hostOf(ProbeTarget target) {
        return target.host() + ":" + target.address().getPort();
    }

    @Override
    public byte[] request() {
        return request.clone();
    }

    @Override
    public byte[] farewell() {
        return NOTHING;
    }

    @Override
    public @Nullable ProbeResult judge(byte[] answer, int length, boolean isAll) {
        if (!hasShape(answer, Math.min(length, shape.length()))) {
            return ProbeResult.of(Reason.WRONG_ANSWER, Printable.quoted(answer, length));
        }
        if (length <= shape.length()) {
            return isAll ? ProbeResult.of(Reason.WRONG_ANSWER, Printable.quoted(answer, length)) : null;
        }
        if (!isAll && !hasLineEnd(answer, length)) {
            return null;
        }
        int code = Integer.parseInt(new String(answer, shape.length() - 3, 3, US_ASCII));
        return ProbeResult.of(
                isGood.test(code) ? Reason.WORKS : Reason.ERROR_ANSWER, Printable.firstLine(answer, length));
    }

    private boolean hasShape(byte[] answer, int length) {
        for (int i = 0; i < length; i++) {
            char expected = shape.charAt(i);
            boolean isDigit = answer[i] >= '0' && answer[i] <= '9';
            if (expected == 'd' ? !isDigit : answer[i] != expected) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasLineEnd(byte[] answer, int length) {
        for (int i = 0; i < length; i++) {
            if (answer[i] == '\n') {
                return true;
            }
        }
        return false;
    }
}
