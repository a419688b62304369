package io.fairlead.vrrp.auth;

import io.fairlead.vrrp.AdvertisementVerdict;

/** Signs nothing and believes everybody, but those who expect more of us. */
final class NoAuthenticator implements AdvertisementAuthenticator {

    @Override
    public int trailerLength() {
        return 0;
    }

    @Override
    public void sign(final AuthenticatedMessage message, final long epochNs) {
        // nothing to add
    }

    @Override
    public AdvertisementVerdict verify(final AuthenticatedMessage message, final long epochNs) {
        return message.hasTrailer() ? AdvertisementVerdict.AUTHENTICATION_MISMATCH : AdvertisementVerdict.OK;
    }
}
