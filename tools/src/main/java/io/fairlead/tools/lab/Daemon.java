package io.fairlead.tools.lab;

import java.nio.file.Path;
import java.util.Map;

/** The {@code fairlead run} process of a node. */
public final class Daemon implements AutoCloseable {
    private final Station station;
    private final Launcher launcher;
    private final Path configuration;
    private final Map<String, String> environment;
    private LabProcess process;

    private Daemon(
            final Station station,
            final Launcher launcher,
            final Path configuration,
            final Map<String, String> environment) {
        this.station = station;
        this.launcher = launcher;
        this.configuration = configuration;
        this.environment = environment;
        this.process = launch(station, launcher, configuration, environment);
    }

    static Daemon start(
            final Station station,
            final Launcher launcher,
            final Path configuration,
            final Map<String, String> environment) {
        return new Daemon(station, launcher, configuration, environment);
    }

    /** The process alone, for whoever looks after it in another way. */
    static LabProcess launch(
            final Station station,
            final Launcher launcher,
            final Path configuration,
            final Map<String, String> environment) {
        return station.start(
                "daemon", launcher.with(environment), launcher.command("run", "--config", configuration.toString()));
    }

    /** The process id of the JVM: the launcher replaces itself. */
    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isRunning();
    }

    /** Everything the daemon has logged since the lab was opened, earlier runs included. */
    public String logText() {
        return process.logText();
    }

    /** What the present run has logged. */
    public String ownLogText() {
        return process.ownLogText();
    }

    /** Kills the JVM with SIGKILL, as a crash would. */
    public void kill9() {
        process.kill9();
    }

    /** Halts it with SIGSTOP, as a suspended machine would be. */
    public void halt() {
        process.signal("STOP");
    }

    /** Lets a halted one go on. */
    public void goOn() {
        process.signal("CONT");
    }

    /** Has it read its configuration anew. */
    public void hangUp() {
        process.signal("HUP");
    }

    /** Stops it in order: it hands over, and puts the node's network back. */
    public void stop() {
        process.stop();
    }

    /** Starts it again after a kill or a stop. */
    public void restart() {
        if (process.isRunning()) {
            throw new LabException("the daemon of " + station.name() + " runs already");
        }
        process = launch(station, launcher, configuration, environment);
    }

    @Override
    public void close() {
        process.close();
    }
}
