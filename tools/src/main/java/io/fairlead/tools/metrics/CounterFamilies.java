package io.fairlead.tools.metrics;

import io.fairlead.lb.report.Verdict;
import io.fairlead.lb.steering.SteeringCounter;
import io.fairlead.netstack.counter.CounterDescriptor;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.engine.EngineCounter;
import io.fairlead.vrrp.AdvertisementVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which metric each counter of the node is a value of. What differs in a reason, a port or a verdict alone is one metric with labels. */
final class CounterFamilies {

    private static final String INTERFACE = "interface";
    private static final String PORT = "port";
    private static final String REASON = "reason";
    private static final String VERDICT = "verdict";
    private static final String DROP = "drop-";
    private static final Pattern PORT_FRAMES = Pattern.compile("(uplink|host)-(received|sent)");
    private static final Pattern PORT_FAILURE = Pattern.compile("(uplink|host)-receive-(.+)");

    private static final Family DROPPED =
            Family.counter("fairlead_dropped_frames", "frames that were not delivered, by reason", INTERFACE, REASON);
    private static final Family RECEIVED =
            Family.counter("fairlead_port_received_frames", "frames read from a port", INTERFACE, PORT);
    private static final Family SENT =
            Family.counter("fairlead_port_sent_frames", "frames written to a port", INTERFACE, PORT);
    private static final Family FAILURES = Family.counter(
            "fairlead_port_receive_failures", "reads from a port that failed, by reason", INTERFACE, PORT, REASON);
    private static final Family ADVERTISEMENTS = Family.counter(
            "fairlead_vrrp_received_advertisements", "advertisements of VRRP received, by verdict", VERDICT);
    private static final Family MESSAGES = Family.counter(
            "fairlead_cluster_received_messages", "messages of protocol 253 received, by verdict", VERDICT);

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final List<Family> families = new ArrayList<>();

    /** Where the value of a counter belongs: a metric, and the values of its labels. */
    record Place(Family family, List<String> labels) {}

    /**
     * For a node.
     *
     * @param interfaces names of them, the first one being that of the nodes
     * @param others counters of the daemon itself
     */
    CounterFamilies(List<String> interfaces, List<? extends Enum<?>> others) {
        for (String name : interfaces) {
            String prefix = name.equals(interfaces.get(0)) ? "" : name + "-";
            for (EngineCounter counter : EngineCounter.values()) {
                engine(name, prefix, counter);
            }
        }
        String first = interfaces.get(0);
        for (SteeringCounter counter : SteeringCounter.values()) {
            other(
                    first,
                    counter,
                    counter == SteeringCounter.OWN_CONNECTIONS_ACTIVE ? Family.Type.GAUGE : Family.Type.COUNTER);
        }
        for (Enum<?> counter : others) {
            other(first, counter, Family.Type.COUNTER);
        }
        for (AdvertisementVerdict verdict : AdvertisementVerdict.values()) {
            put("vrrp-" + CounterSet.label(verdict), ADVERTISEMENTS, snake(CounterSet.label(verdict)));
        }
        for (Verdict verdict : Verdict.values()) {
            put("report-" + CounterSet.label(verdict), MESSAGES, snake(CounterSet.label(verdict)));
        }
    }

    private void engine(String interfaceName, String prefix, EngineCounter counter) {
        String label = CounterSet.label(counter);
        Matcher frames = PORT_FRAMES.matcher(label);
        Matcher failure = PORT_FAILURE.matcher(label);
        if (label.startsWith(DROP)) {
            put(prefix + label, DROPPED, interfaceName, snake(label.substring(DROP.length())));
        } else if (frames.matches()) {
            put(prefix + label, frames.group(2).equals("sent") ? SENT : RECEIVED, interfaceName, frames.group(1));
        } else if (failure.matches()) {
            put(prefix + label, FAILURES, interfaceName, failure.group(1), snake(failure.group(2)));
        } else {
            put(
                    prefix + label,
                    new Family(
                            "fairlead_" + snake(label), Family.Type.COUNTER, List.of(INTERFACE), counter.description()),
                    interfaceName);
        }
    }

    private void other(String firstInterface, Enum<?> counter, Family.Type type) {
        String label = CounterSet.label(counter);
        if (label.startsWith(DROP)) {
            put(label, DROPPED, firstInterface, snake(label.substring(DROP.length())));
        } else {
            put(
                    label,
                    new Family(
                            "fairlead_" + snake(label), type, List.of(), ((CounterDescriptor) counter).description()));
        }
    }

    private void put(String counter, Family family, String... labels) {
        places.put(counter, new Place(family, List.of(labels)));
        if (!families.contains(family)) {
            families.add(family);
        }
    }

    private static String snake(String label) {
        return label.replace('-', '_');
    }

    /** By the label of the counter. */
    Map<String, Place> places() {
        return places;
    }

    List<Family> families() {
        return List.copyOf(families);
    }
}
