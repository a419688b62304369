package io.fairlead.vrrp.auth;

import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.Authentication;

/**
 * Signs the advertisements of one virtual router and verifies those that it receives. Remembers what was sent and heard, so there is one for
 * each virtual router. Pure: wall-clock time is passed in. Not thread-safe; belongs to the conductor.
 */
public sealed interface AdvertisementAuthenticator permits NoAuthenticator, PasswordAuthenticator, HmacAuthenticator {

    /**
     * For one virtual router.
     *
     * @param authentication as configured
     * @return that does it
     */
    static AdvertisementAuthenticator of(final Authentication authentication) {
        if (authentication instanceof Authentication.Hmac hmac) {
            return new HmacAuthenticator(hmac);
        }
        if (authentication instanceof Authentication.SimplePassword password) {
            return new PasswordAuthenticator(password);
        }
        return new NoAuthenticator();
    }

    /**
     * The room that {@link #sign} needs behind the advertisement.
     *
     * @return length in bytes: 0 or {@link HmacTrailer#LENGTH}
     */
    int trailerLength();

    /**
     * Completes a message that is written but for its authentication and its checksum, which comes after.
     *
     * @param message to sign, with {@link #trailerLength} bytes of room behind it
     * @param epochNs wall clock, nanoseconds since 1970 UTC
     */
    void sign(AuthenticatedMessage message, long epochNs);

    /**
     * Is the message of someone who may send it? The type of version 2's authentication is left to
     * {@link io.fairlead.vrrp.VirtualRouter#onAdvertisement} where it proves nothing.
     *
     * @param message as received, its checksum verified
     * @param epochNs wall clock, nanoseconds since 1970 UTC
     * @return OK, or why not
     */
    AdvertisementVerdict verify(AuthenticatedMessage message, long epochNs);
}
