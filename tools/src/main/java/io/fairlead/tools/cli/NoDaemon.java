package io.fairlead.tools.cli;

import io.fairlead.tools.config.LoadedConfig;
import io.fairlead.tools.control.RunDirectory;
import java.io.IOException;

/** Stands where the daemon will be plugged in. */
final class NoDaemon implements NodeCommands {

    @Override
    public void run(LoadedConfig config, RunDirectory runDirectory) throws IOException {
        throw new IOException("this build has no daemon");
    }

    @Override
    public void detach(String name, RunDirectory runDirectory) throws IOException {
        throw new IOException("this build has no daemon");
    }
}
