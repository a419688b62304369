package io.fairlead.tools.daemon;

import io.fairlead.vrrp.Takeover;

/** Directorship of an interface on which nothing is balanced: there is nothing to know, nobody to ask and no table to wait for. */
final class PassiveDirectorship implements RouterDriver.Directorship {

    @Override
    public void directorIsGone() {}

    @Override
    public void collectOwners(final Takeover takeover, final RouterDriver asker) {
        asker.ownersCollected();
    }

    @Override
    public long changed() {
        return 0;
    }

    @Override
    public boolean isAcknowledged(final long version) {
        return true;
    }

    @Override
    public String missing() {
        return "";
    }
}
