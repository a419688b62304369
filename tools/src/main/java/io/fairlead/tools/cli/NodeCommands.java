package io.fairlead.tools.cli;

import io.fairlead.tools.config.ConfigException;
import io.fairlead.tools.config.LoadedConfig;
import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.status.CheckReport;
import java.io.IOException;

/** What the command line asks of the running node; the daemon implements it. */
public interface NodeCommands {

    /**
     * Is the daemon: returns when it is told to stop.
     *
     * @param config that was accepted; its warnings have been shown
     * @param runDirectory where the node keeps its lock and socket
     * @throws IOException if it cannot start, with a message of one clear line
     * @throws ConfigException if the configuration does not fit this machine
     */
    void run(LoadedConfig config, RunDirectory runDirectory) throws IOException, ConfigException;

    /**
     * Probes the proxies of this machine once, without a daemon.
     *
     * @param config that was accepted
     * @return what the probes showed
     * @throws IOException if they cannot be made, with a message of one clear line
     * @throws ConfigException if the configuration does not fit this machine
     */
    CheckReport check(LoadedConfig config) throws IOException, ConfigException;

    /**
     * Takes the stack out of the host again, after the daemon has ended in whatever way.
     *
     * @param name of the node
     * @param runDirectory where the node keeps its lock and socket
     * @throws IOException if it cannot, with a message of one clear line
     */
    void detach(String name, RunDirectory runDirectory) throws IOException;
}
