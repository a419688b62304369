package io.fairlead.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One measurement with iperf3.
 *
 * @param namespace of the client
 * @param address of the server, or of what stands before it
 * @param port there
 * @param streams at once
 * @param seconds that it lasts
 * @param isDown whether the bytes go to the client, instead of from there
 */
public record Iperf(Namespace namespace, String address, int port, int streams, int seconds, boolean isDown) {

    // A server that was probed just now refuses for a moment.
    private static final int ATTEMPTS = 10;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration MARGIN = Duration.ofSeconds(20);
    private static final double GIGA = 1e9;

    /**
     * What has arrived.
     *
     * @param bitsPerSecond of payload
     * @param bytes of payload in all
     * @param cpuSeconds that the whole machine was busy for meanwhile
     */
    public record Result(double bitsPerSecond, double bytes, double cpuSeconds) {

        /**
         * The price of a transfer.
         *
         * @return seconds of processor time for 10^9 bytes
         */
        public double cpuSecondsPerGigabyte() {
            return cpuSeconds / bytes * GIGA;
        }
    }

    /**
     * Measures.
     *
     * @return what has arrived
     */
    public Result run() {
        for (int attempt = 1; ; attempt++) {
            final double before = MachineCpu.busySeconds();
            final JsonNode json = attempt();
            final double cpuSeconds = MachineCpu.busySeconds() - before;
            final JsonNode received = json.at("/end/sum_received");
            final double bitsPerSecond = received.path("bits_per_second").asDouble();
            if (bitsPerSecond > 0) {
                return new Result(bitsPerSecond, received.path("bytes").asDouble(), cpuSeconds);
            }
            if (attempt == ATTEMPTS) {
                throw new LabException("iperf3 to " + address + ":" + port + " says: "
                        + json.path("error").asText("nothing arrived"));
            }
            Await.pause(PAUSE);
        }
    }

    private JsonNode attempt() {
        final List<String> command = new ArrayList<>(List.of(
                "iperf3",
                "--client",
                address,
                "--port",
                Integer.toString(port),
                "--parallel",
                Integer.toString(streams),
                "--time",
                Integer.toString(seconds),
                "--json"));
        if (isDown) {
            command.add("--reverse");
        }
        final String json = namespace
                .run(MARGIN.plusSeconds(seconds), command.toArray(String[]::new))
                .output();
        try {
            return new ObjectMapper().readTree(json);
        } catch (final JsonProcessingException e) {
            throw new LabException("iperf3 says: " + json, e);
        }
    }
}
