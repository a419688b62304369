package io.fairlead.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes a verdict out of probes. A proxy counts as gone after {@code fall} failures in a row and as back after {@code rise} successes
 * in a row; the very first probe of a port decides by itself, so that a node that starts is judged at once. Before that the port counts
 * as gone: no client is sent to a proxy that nobody has seen.
 *
 * <p>Pure: time is passed in. For one thread.
 */
public final class HealthJudge {

    private final int rise;
    private final int fall;
    private final List<Port> ports = new ArrayList<>();
    private HealthVerdict verdict;

    /**
     * Judges some ports.
     *
     * @param targets the proxy port of each redirect; if there are none the node is healthy
     * @param rise successes in a row that bring a port back, at least 1
     * @param fall failures in a row that take a port out, at least 1
     * @param nowNs the time of the start
     */
    public HealthJudge(List<ProbeTarget> targets, int rise, int fall, long nowNs) {
        if (rise < 1 || fall < 1) {
            throw new IllegalArgumentException("rise and fall are at least 1, not " + rise + " and " + fall);
        }
        this.rise = rise;
        this.fall = fall;
        for (ProbeTarget target : targets) {
            ports.add(new Port(target, nowNs));
        }
        verdict = judge();
    }

    /**
     * Takes the result of a probe into account.
     *
     * @param targetIndex in the list of targets
     * @param result of the probe
     * @param durationNs how long it took
     * @param nowNs when it ended
     * @return whether the verdict is another one now
     */
    public boolean onProbe(int targetIndex, ProbeResult result, long durationNs, long nowNs) {
        if (!ports.get(targetIndex).take(result, durationNs, nowNs)) {
            return false;
        }
        verdict = judge();
        return true;
    }

    /**
     * What to make of it all.
     *
     * @return an immutable value
     */
    public HealthVerdict verdict() {
        return verdict;
    }

    /**
     * What is known of each port.
     *
     * @return immutable values, in the order of the targets
     */
    public List<PortState> ports() {
        return ports.stream().map(Port::state).toList();
    }

    private HealthVerdict judge() {
        return new HealthVerdict(ports.stream()
                .filter(port -> !port.up)
                .map(port -> new HealthVerdict.Failure(port.target, port.shown, port.sinceNs))
                .toList());
    }

    /** One port and the probes in a row that speak against what it counts as. */
    private final class Port {

        private final ProbeTarget target;
        private boolean up;
        private int contradictions;
        private long firstContradictionNs;
        private long sinceNs;
        /** The one that the verdict shows: of those that say the same, the first. */
        private Optional<ProbeResult> shown = Optional.empty();

        private Optional<ProbeResult> last = Optional.empty();
        private long lastEndNs;
        private long lastDurationNs;
        private OptionalLong lastSuccessNs = OptionalLong.empty();

        Port(ProbeTarget target, long nowNs) {
            this.target = target;
            this.sinceNs = nowNs;
        }

        /** Whether something changed that a verdict shows. */
        boolean take(ProbeResult result, long durationNs, long nowNs) {
            boolean first = last.isEmpty();
            last = Optional.of(result);
            lastEndNs = nowNs;
            lastDurationNs = durationNs;
            if (result.isSuccess()) {
                lastSuccessNs = OptionalLong.of(nowNs);
            }
            if (result.isSuccess() == up) {
                contradictions = 0;
                return !up && rename(result);
            }
            if (contradictions++ == 0) {
                firstContradictionNs = nowNs;
            }
            if (!first && contradictions < (up ? fall : rise)) {
                return false;
            }
            contradictions = 0;
            up = !up;
            sinceNs = firstContradictionNs;
            shown = Optional.of(result);
            return true;
        }

        /** A port that is out for one reason may stay out for another. */
        private boolean rename(ProbeResult result) {
            if (shown.filter(result::isLike).isPresent()) {
                return false;
            }
            shown = Optional.of(result);
            return true;
        }

        PortState state() {
            return new PortState(target, up, sinceNs, last, lastEndNs, lastDurationNs, lastSuccessNs, contradictions);
        }
    }
}
