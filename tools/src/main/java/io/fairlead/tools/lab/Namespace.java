package io.fairlead.tools.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One network namespace, named, so that a person can enter it with {@code ip netns exec}. */
public final class Namespace implements AutoCloseable {
    private final String name;

    private Namespace(final String name) {
        this.name = name;
    }

    /** Makes one. */
    public static Namespace create(final String name) {
        Shell.run("ip", "netns", "add", name).orThrow();
        final Namespace namespace = new Namespace(name);
        namespace.ip("link", "set", "lo", "up").orThrow();
        return namespace;
    }

    /** Names of the namespaces on this machine that start with the prefix. */
    public static List<String> existing(final String prefix) {
        return Shell.run("ip", "netns", "list")
                .orThrow()
                .output()
                .lines()
                .map(line -> line.split(" ", 2)[0])
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    /** Deletes one, with what is in it. */
    public static void delete(final String name) {
        Shell.run("ip", "netns", "delete", name).orThrow();
    }

    public String name() {
        return name;
    }

    /** Runs {@code ip} with these arguments on the namespace, without entering it. */
    public Outcome ip(final String... arguments) {
        final List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(arguments));
        return Shell.run(command.toArray(String[]::new));
    }

    /** Runs a command inside, to its end. */
    public Outcome run(final Duration limit, final String... command) {
        return Shell.run(limit, Map.of(), enter(List.of(command)));
    }

    /** The command line that runs this command inside; {@code ip} replaces itself, so the process keeps its id. */
    List<String> enter(final List<String> command) {
        final List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", name));
        inside.addAll(command);
        return inside;
    }

    @Override
    public void close() {
        delete(name);
    }
}
