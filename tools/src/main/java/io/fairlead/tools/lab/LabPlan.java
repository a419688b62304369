package io.fairlead.tools.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a lab is and what it is called; its layout is always the same.
 *
 * @param prefix what the names of all its namespaces start with
 * @param directory where its files are; removed with it
 * @param launcher what its daemons are started with
 */
public record LabPlan(String prefix, Path directory, Launcher launcher) {
    public static final String VIRTUAL_IP = "10.51.0.100";
    public static final int PREFIX_LENGTH = 24;
    public static final int VIRTUAL_ROUTER_ID = 51;
    public static final int PROXY_PORT = 9090;

    static final Place WIRE = new Place("wire", 0);
    static final Place ORIGIN = new Place("origin", 200);
    static final List<Place> NODES = List.of(new Place("n1", 1), new Place("n2", 2), new Place("n3", 3));
    static final List<Integer> PRIORITIES = List.of(99, 89, 79);
    static final List<Place> CLIENTS =
            List.of(new Place("c1", 11), new Place("c2", 12), new Place("c3", 13), new Place("c4", 14));

    private static final String SUBNET = "10.51.0.";
    // Clients get further source addresses from here on.
    private static final int FIRST_SPARE_HOST = 150;
    private static final int LAST_SPARE_HOST = 199;
    private static final String DEMO_NAME = "fairlead-demo";

    /**
     * A station of the layout.
     *
     * @param name its short name
     * @param host last byte of its address; 0 for none
     */
    record Place(String name, int host) {
        String address() {
            return SUBNET + host;
        }

        /** Locally administered, the same each time, so that captures read well. */
        String mac() {
            return String.format("02:51:00:00:00:%02x", host);
        }
    }

    /** The lab that {@code fairlead demo} sets up, and finds again for {@code --down}. */
    public static LabPlan demo() {
        return new LabPlan(DEMO_NAME, Path.of("/run", DEMO_NAME), Launcher.find());
    }

    /** The name of the namespace of a node, a client, the origin or the wire. */
    public String namespaceName(final String station) {
        return prefix + "-" + station;
    }

    /** A client address that no station of the layout has; the first for index 0. */
    public static String spareAddress(final int index) {
        if (index < 0 || index > LAST_SPARE_HOST - FIRST_SPARE_HOST) {
            throw new LabException("no spare address " + index);
        }
        return SUBNET + (FIRST_SPARE_HOST + index);
    }

    /** Where the daemons keep their control sockets and state: the lab's own, so that a real node on this machine is not disturbed. */
    public Path runDirectory() {
        return directory.resolve("run");
    }

    Path keyFile() {
        return directory.resolve("cluster.key");
    }

    Path processes() {
        return directory.resolve("processes");
    }

    Path owner() {
        return directory.resolve("owner");
    }

    /** The environment of every daemon and command of the lab. */
    public Map<String, String> environment() {
        return Map.of("FAIRLEAD_RUN_DIR", runDirectory().toString());
    }
}
