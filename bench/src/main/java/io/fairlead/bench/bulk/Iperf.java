package io.fairlead.bench.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.Namespace;
import java.time.Duration;

/**
 * One measurement with iperf3.
 *
 * @param namespace of the client
 * @param address of the server, or of what stands before it
 * @param port there
 * @param streams at once
 * @param seconds that it lasts
 */
record Iperf(Namespace namespace, String address, int port, int streams, int seconds) {
    // A server that was probed just now refuses for a moment.
    private static final int ATTEMPTS = 10;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration MARGIN = Duration.ofSeconds(20);

    /** What has arrived, in bits per second. */
    double run() {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            final JsonNode result = attempt();
            if (received(result) > 0) {
                return received(result);
            }
            Await.pause(PAUSE);
        }
        final JsonNode result = attempt();
        if (received(result) == 0) {
            throw new LabException("iperf3 to " + address + ":" + port + " says: "
                    + result.path("error").asText("nothing arrived"));
        }
        return received(result);
    }

    private static double received(final JsonNode result) {
        return result.at("/end/sum_received/bits_per_second").asDouble();
    }

    private JsonNode attempt() {
        final String json = namespace
                .run(
                        MARGIN.plusSeconds(seconds),
                        "iperf3",
                        "--client",
                        address,
                        "--port",
                        Integer.toString(port),
                        "--parallel",
                        Integer.toString(streams),
                        "--time",
                        Integer.toString(seconds),
                        "--json")
                .output();
        try {
            return new ObjectMapper().readTree(json);
        } catch (final JsonProcessingException e) {
            throw new LabException("iperf3 says: " + json, e);
        }
    }
}
