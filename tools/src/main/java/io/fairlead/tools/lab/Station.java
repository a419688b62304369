package io.fairlead.tools.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A machine of the lab: a namespace with {@code eth0} on the lab's bridge, a folder for its files and the lab's ledger for its processes.
 *
 * @param name its short name, such as {@code n1}
 * @param address its IPv4 address
 * @param mac the MAC address of {@code eth0}
 * @param namespace where its processes run
 * @param directory where its files are
 * @param ledger where its processes are recorded
 */
record Station(String name, String address, String mac, Namespace namespace, Path directory, ProcessLedger ledger) {
    static final String INTERFACE = "eth0";
    static final String SECOND_INTERFACE = "eth1";
    private static final Duration ADDRESS_LIMIT = Duration.ofSeconds(5);
    private static final Pattern LINK_LOCAL = Pattern.compile("inet6 (\\S+)");

    LabProcess start(final String label, final Map<String, String> environment, final List<String> command) {
        return LabProcess.start(
                ledger, namespace, label + " of " + name, directory.resolve(label + ".log"), environment, command);
    }

    LabProcess start(final String label, final String... command) {
        return start(label, Map.of(), List.of(command));
    }

    /** Starts a main class of this build inside, on the same JVM as the lab's own. */
    LabProcess startJava(final String label, final Class<?> mainClass, final String... arguments) {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass.getName()));
        command.addAll(List.of(arguments));
        return start(label, Map.of(), command);
    }

    void addSecondInterface(final Switch network) {
        network.plug(name, namespace, SECOND_INTERFACE, mac.replaceFirst("02:51", "02:52"));
        namespace
                .ip(
                        "addr",
                        "add",
                        address.replaceFirst("10\\.51", "10.52") + "/" + LabPlan.PREFIX_LENGTH,
                        "dev",
                        SECOND_INTERFACE)
                .orThrow();
        namespace.ip("link", "set", SECOND_INTERFACE, "up").orThrow();
    }

    boolean hasAddress(final String wanted) {
        return namespace
                .ip("-4", "-o", "addr", "show", "dev", INTERFACE)
                .output()
                .contains(" inet " + wanted + "/");
    }

    /** Waits for what VRRP over IPv6 is sent from, which the kernel looks for a duplicate of first. */
    void awaitLinkLocalAddress() {
        Await.until("link-local address of " + name, ADDRESS_LIMIT, () -> {
            final String addresses = linkLocalAddresses();
            return !addresses.isBlank() && !addresses.contains("tentative");
        });
    }

    /** The address that {@link #awaitLinkLocalAddress} has waited for, with its prefix length. */
    String linkLocalAddress() {
        final Matcher address = LINK_LOCAL.matcher(linkLocalAddresses());
        if (!address.find()) {
            throw new LabException(name + " has no link-local address");
        }
        return address.group(1);
    }

    private String linkLocalAddresses() {
        return namespace
                .ip("-6", "-o", "addr", "show", "dev", INTERFACE, "scope", "link")
                .output();
    }

    /** Whether something listens on this TCP port, according to this namespace's own kernel. */
    boolean listensOn(final int port) {
        return !namespace
                .run(Duration.ofSeconds(5), "ss", "-Hltn", "sport", "=", ":" + port)
                .orThrow()
                .output()
                .isBlank();
    }
}
