package io.fairlead.tools.daemon;

import io.fairlead.tools.config.LoadedConfig;
import io.fairlead.tools.config.NodeConfig;

/** What the node goes by: what it was started with, and what reloads have changed since. Read by any thread. */
final class RunningConfig {

    private volatile LoadedConfig loaded;

    RunningConfig(final LoadedConfig loaded) {
        this.loaded = loaded;
    }

    LoadedConfig loaded() {
        return loaded;
    }

    NodeConfig config() {
        return loaded.config();
    }

    void becomes(final LoadedConfig updated) {
        loaded = updated;
    }
}
