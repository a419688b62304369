package io.fairlead.tools.capture.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.tools.capture.VerdictClass;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** A {@link CaptureOrder} on the control socket; {@code docs/control-socket.md} describes it. */
public final class CaptureOrderJson {

    private static final String INTERFACE = "interface";
    private static final String CLIENT = "client";
    private static final String PORT = "port";
    private static final String VERDICTS = "verdicts";
    private static final String SNAP_LENGTH = "snapLength";
    private static final String FRAMES = "frames";
    private static final String SECONDS = "seconds";
    private static final String MEBIBYTES = "mebibytes";

    private CaptureOrderJson() {}

    /**
     * Writes an order.
     *
     * @param order any
     * @return what {@link #fromJson} reads
     */
    public static ObjectNode toJson(final CaptureOrder order) {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        order.interfaceName().ifPresent(name -> json.put(INTERFACE, name));
        order.client().ifPresent(client -> json.put(CLIENT, client.toString()));
        order.port().ifPresent(port -> json.put(PORT, port));
        final ArrayNode verdicts = json.putArray(VERDICTS);
        order.verdicts().forEach(verdict -> verdicts.add(verdict.word()));
        order.frames().ifPresent(frames -> json.put(FRAMES, frames));
        return json.put(SNAP_LENGTH, order.snapLength())
                .put(SECONDS, order.seconds())
                .put(MEBIBYTES, order.mebibytes());
    }

    /**
     * Reads an order.
     *
     * @param json what is left out is as usual
     * @return the order
     * @throws IllegalArgumentException if it is none, with a sentence that says why
     */
    public static CaptureOrder fromJson(final JsonNode json) {
        return new CaptureOrder(
                json.has(INTERFACE) ? Optional.of(json.path(INTERFACE).asText()) : Optional.empty(),
                json.has(CLIENT) ? Optional.of(prefix(json.path(CLIENT).asText())) : Optional.empty(),
                json.has(PORT) ? OptionalInt.of(number(json, PORT, 0)) : OptionalInt.empty(),
                verdicts(json.path(VERDICTS)),
                number(json, SNAP_LENGTH, CaptureOrder.USUAL_SNAP_LENGTH),
                json.has(FRAMES) ? OptionalLong.of(json.path(FRAMES).asLong()) : OptionalLong.empty(),
                number(json, SECONDS, CaptureOrder.USUAL_SECONDS),
                number(json, MEBIBYTES, CaptureOrder.USUAL_MEBIBYTES));
    }

    private static int number(final JsonNode json, final String key, final int usual) {
        return json.has(key) ? json.path(key).asInt() : usual;
    }

    private static Set<VerdictClass> verdicts(final JsonNode json) {
        final Set<VerdictClass> verdicts = EnumSet.noneOf(VerdictClass.class);
        json.forEach(word -> verdicts.add(VerdictClass.ofWord(word.asText())
                .orElseThrow(() -> new IllegalArgumentException("'verdicts' has '" + word.asText() + "'"))));
        return verdicts;
    }

    /**
     * Reads addresses.
     *
     * @param text an address, or a prefix
     * @return for an address, the prefix of it alone
     * @throws IllegalArgumentException if it is neither
     */
    public static IpPrefix prefix(final String text) {
        final int slash = text.indexOf('/');
        try {
            if (slash < 0) {
                final IpAddress address = IpAddress.parse(text);
                return new IpPrefix(address, IpPrefix.bitsOf(address));
            }
            return new IpPrefix(
                    IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text, slash + 1, text.length(), 10));
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is neither an IP address nor a prefix", e);
        }
    }
}
