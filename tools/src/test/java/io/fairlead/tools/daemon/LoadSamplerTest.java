package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.report.Load;
import io.fairlead.lb.steering.SteeringCounter;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CountersFile;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LoadSamplerTest {

    private static final long INTERVAL_NS = Duration.ofSeconds(2).toNanos();

    private final CounterSet<SteeringCounter> counters = CountersFile.inMemory(SteeringCounter.class);
    private double cpu = 0.25;
    private int proxy = Load.UNSAID;
    private final LoadSampler sampler = new LoadSampler(
            new Measured(),
            counters.get(SteeringCounter.OWN_CONNECTIONS_ACTIVE)::get,
            counters.get(SteeringCounter.OWN_CONNECTIONS)::get,
            INTERVAL_NS,
            0);

    /** A machine that is as busy as a test says. */
    private final class Measured implements HostMeasures {

        @Override
        public double cpuFraction() {
            return cpu;
        }

        @Override
        public double memoryFraction() {
            return 0.5;
        }

        @Override
        public int proxyPermille() {
            return proxy;
        }
    }

    @Test
    void shouldCallTheProcessorsIdleUntilTheyHaveBeenMeasured() {
        cpu = Double.NaN;
        assertThat(sampler.sample(INTERVAL_NS).cpuPermille()).isZero();
        cpu = 0.65;

        assertThat(sampler.sample(2 * INTERVAL_NS).cpuPermille()).isEqualTo(650);
    }

    @Test
    void shouldCountNewConnectionsPerSecondSinceLastSample() {
        counters.get(SteeringCounter.OWN_CONNECTIONS_ACTIVE).setRelease(7);
        counters.get(SteeringCounter.OWN_CONNECTIONS).setRelease(20);

        assertThat(sampler.sample(INTERVAL_NS)).isEqualTo(new Load(250, 500, 7, 10));
        assertThat(sampler.sample(2 * INTERVAL_NS)).isEqualTo(new Load(250, 500, 7, 0));
    }

    @Test
    void shouldTakeTheProxysWordWhenItGivesOne() {
        assertThat(sampler.sample(INTERVAL_NS).hasProxyFigure()).isFalse();
        proxy = 730;

        assertThat(sampler.sample(2 * INTERVAL_NS).proxyPermille()).isEqualTo(730);
    }

    @Test
    void shouldFollowProcessorUseSlowlyWhenItJumps() {
        assertThat(sampler.sample(INTERVAL_NS).cpuPermille()).isEqualTo(250);
        cpu = 0.65;

        assertThat(sampler.sample(2 * INTERVAL_NS).cpuPermille()).isEqualTo(350);
        assertThat(sampler.sample(3 * INTERVAL_NS).cpuPermille()).isEqualTo(425);
    }

    @Test
    void shouldLookAtProcessorAndRateOnceASecondAndAtConnectionsEachTimeWhenTheIntervalIsShort() {
        final LoadSampler quick = new LoadSampler(
                new Measured(),
                counters.get(SteeringCounter.OWN_CONNECTIONS_ACTIVE)::get,
                counters.get(SteeringCounter.OWN_CONNECTIONS)::get,
                Duration.ofMillis(20).toNanos(),
                0);
        assertThat(quick.sample(Duration.ofMillis(20).toNanos())).isEqualTo(new Load(250, 500, 0, 0));
        cpu = 0.65;
        counters.get(SteeringCounter.OWN_CONNECTIONS).setRelease(20);
        counters.get(SteeringCounter.OWN_CONNECTIONS_ACTIVE).setRelease(7);

        assertThat(quick.sample(Duration.ofMillis(40).toNanos())).isEqualTo(new Load(250, 500, 7, 0));
        assertThat(quick.sample(Duration.ofMillis(1020).toNanos())).isEqualTo(new Load(350, 500, 7, 20));
    }

    @Test
    void shouldBeDueOncePerInterval() {
        assertThat(sampler.isDue(INTERVAL_NS - 1)).isFalse();
        assertThat(sampler.isDue(INTERVAL_NS)).isTrue();
        sampler.sample(INTERVAL_NS);

        assertThat(sampler.isDue(INTERVAL_NS)).isFalse();
        assertThat(sampler.nextDeadlineNs()).isEqualTo(2 * INTERVAL_NS);
    }
}
