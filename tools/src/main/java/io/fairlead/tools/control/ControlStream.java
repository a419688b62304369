package io.fairlead.tools.control;

import com.fasterxml.jackson.databind.JsonNode;

/** An answer that goes on as a stream of bytes. One of {@link #start} and {@link #abandon} follows, on the control thread. */
public interface ControlStream {

    /**
     * The line before the stream.
     *
     * @return the answer
     */
    JsonNode answer();

    /**
     * The client has the answer. Must come back at once: the stream is written by a thread of its own, which closes it.
     *
     * @param output to the client
     */
    void start(StreamOutput output);

    /** The client has gone before it had the answer. */
    void abandon();
}
