package io.fairlead.tools.config;

import io.fairlead.lb.policy.HeavySourcePolicy;
import io.fairlead.lb.policy.Weights;
import io.fairlead.tools.config.PolicyConfig.Algorithm;
import io.fairlead.tools.config.Values.Spelling;
import java.time.Duration;

/** Reads {@code policy}. */
final class PolicyReader {

    private static final int MAX_WEIGHT = 100;
    private static final int MAX_CONNECTIONS_PER_CLIENT = 1000;
    private static final int MAX_HEAVY_CONNECTIONS = 1_000_000;
    private static final Duration DEFAULT_STICKY_TIMEOUT = Duration.ofMinutes(30);

    private PolicyReader() {}

    static PolicyConfig read(Section root) {
        Section section = root.section(ConfigKey.POLICY);
        Algorithm algorithm = section.value(
                ConfigKey.ALGORITHM,
                Values.oneOf(Algorithm.class, Spelling.CAMEL),
                Algorithm.WEIGHTED_LEAST_CONNECTIONS);
        Weights weights = weights(section, algorithm);
        if (algorithm == Algorithm.SOURCE_HASH) {
            refuse(section, ConfigKey.CONNECTIONS_PER_CLIENT, "sourceHash");
            refuse(section, ConfigKey.SLOW_START, "sourceHash");
        }
        return new PolicyConfig(
                algorithm,
                weights,
                section.valueIf(
                        algorithm != Algorithm.SOURCE_HASH,
                        ConfigKey.SLOW_START,
                        Values.duration(Duration.ZERO, Duration.ofHours(1)),
                        Duration.ZERO),
                section.value(
                        ConfigKey.STICKY_TIMEOUT,
                        Values.duration(Duration.ofSeconds(1), Duration.ofHours(24)),
                        DEFAULT_STICKY_TIMEOUT),
                heavySources(section.section(ConfigKey.HEAVY_SOURCES)));
    }

    private static HeavySourcePolicy heavySources(Section section) {
        return new HeavySourcePolicy(
                section.value(
                        ConfigKey.HEAVY_CONNECTIONS,
                        Values.integer(1, MAX_HEAVY_CONNECTIONS, "use 1-" + MAX_HEAVY_CONNECTIONS),
                        HeavySourcePolicy.DEFAULT.leastConnections()),
                section.value(ConfigKey.HEAVY_SPREAD, Values.flag(), HeavySourcePolicy.DEFAULT.isSpread()));
    }

    private static Weights weights(Section section, Algorithm algorithm) {
        int connectionsPerClient = section.valueIf(
                algorithm != Algorithm.SOURCE_HASH,
                ConfigKey.CONNECTIONS_PER_CLIENT,
                Values.integer(1, MAX_CONNECTIONS_PER_CLIENT, "use 1-" + MAX_CONNECTIONS_PER_CLIENT),
                Weights.DEFAULT.connectionsPerClient());
        Section group = section.section(ConfigKey.WEIGHTS);
        boolean areWeighed = algorithm == Algorithm.WEIGHTED_LEAST_CONNECTIONS;
        int cpu = weight(group, areWeighed, ConfigKey.WEIGHT_CPU, Weights.DEFAULT.cpu());
        int memory = weight(group, areWeighed, ConfigKey.WEIGHT_MEMORY, Weights.DEFAULT.memory());
        int proxy = weight(group, areWeighed, ConfigKey.WEIGHT_PROXY, Weights.DEFAULT.proxy());
        int connections = weight(group, areWeighed, ConfigKey.WEIGHT_CONNECTIONS, Weights.DEFAULT.connections());
        if (!areWeighed) {
            refuse(section, ConfigKey.WEIGHTS, algorithm == Algorithm.SOURCE_HASH ? "sourceHash" : "leastConnections");
            return Weights.leastConnections(connectionsPerClient);
        }
        if (cpu + memory + connections == 0) {
            section.refuse(
                    ConfigKey.WEIGHTS,
                    "are all 0, so that nothing would count",
                    "give cpu, memory or connections at least 1");
            return Weights.DEFAULT;
        }
        return new Weights(cpu, memory, proxy, connections, connectionsPerClient);
    }

    private static int weight(Section group, boolean areWeighed, ConfigKey key, int byDefault) {
        return group.valueIf(areWeighed, key, Values.integer(0, MAX_WEIGHT, "use 0-" + MAX_WEIGHT), byDefault);
    }

    private static void refuse(Section section, ConfigKey key, String algorithm) {
        if (section.has(key)) {
            section.refuse(key, "has no effect with " + algorithm, "remove it, or the line with the algorithm");
        }
    }
}
