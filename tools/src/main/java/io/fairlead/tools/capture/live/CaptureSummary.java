package io.fairlead.tools.capture.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Locale;

/**
 * What became of a capture.
 *
 * @param frames that are in it
 * @param lost frames that are missing because it did not keep up; the network got them
 * @param bytes of the file
 * @param end why it ended
 */
public record CaptureSummary(long frames, long lost, long bytes, End end) {

    private static final String FRAMES = "frames";
    private static final String LOST = "lost";
    private static final String BYTES = "bytes";
    private static final String END = "end";

    /** Why a capture ends. */
    public enum End {
        /** Who asked for it has had enough, or is gone. */
        CLIENT,
        /** It has as many frames as were asked for. */
        FRAMES,
        /** It has lasted as long as was asked for. */
        SECONDS,
        /** It is as large as was asked for. */
        SIZE,
        /** The daemon is stopping. */
        DAEMON
    }

    /**
     * For the control socket.
     *
     * @return what {@link #fromJson} reads
     */
    public JsonNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put(FRAMES, frames)
                .put(LOST, lost)
                .put(BYTES, bytes)
                .put(END, end.name().toLowerCase(Locale.ROOT));
    }

    /**
     * Reads one.
     *
     * @param json of {@link #toJson}
     * @return the summary
     * @throws IllegalArgumentException if it ended for a reason that is not known here
     */
    public static CaptureSummary fromJson(final JsonNode json) {
        return new CaptureSummary(
                json.path(FRAMES).asLong(),
                json.path(LOST).asLong(),
                json.path(BYTES).asLong(),
                End.valueOf(json.path(END).asText().toUpperCase(Locale.ROOT)));
    }
}
