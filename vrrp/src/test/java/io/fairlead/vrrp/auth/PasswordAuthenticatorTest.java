package io.fairlead.vrrp.auth;

import static io.fairlead.vrrp.AdvertisementVerdict.AUTHENTICATION_MISMATCH;
import static io.fairlead.vrrp.AdvertisementVerdict.OK;
import static io.fairlead.vrrp.AdvertisementVerdict.PASSWORD_WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.Authentication;
import io.fairlead.vrrp.Authentication.SimplePassword;
import io.fairlead.vrrp.Frames;
import io.fairlead.vrrp.VrrpVersion;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class PasswordAuthenticatorTest {

    private static final String UNSIGNED = "2133630100010000" + "0a330064" + "0000000000000000";

    /** keepalived 2.2.7 with the password "secret42". */
    private static final String SIGNED = "213363010101ffb4" + "0a330064" + "7365637265743432";

    @Test
    void shouldWriteTypeAndPasswordWhenSigning() {
        assertThat(signed("secret42")).isEqualTo(SIGNED.replace("ffb4", "0000"));
        assertThat(signed("a")).isEqualTo("2133630101010000" + "0a330064" + "6100000000000000");
    }

    private static String signed(final String password) {
        final UnsafeBuffer buffer = Frames.buffer(UNSIGNED);
        AdvertisementAuthenticator.of(new SimplePassword(password))
                .sign(new AuthenticatedMessage(VrrpVersion.V2, 51, Frames.NODE_1, buffer, 0, 20, 0), 0);
        return Frames.hex(buffer, 0, 20);
    }

    @Test
    void shouldCompareAllEightBytesWhenVerifying() {
        assertThat(verdict("secret42", SIGNED)).isEqualTo(OK);
        assertThat(verdict("secret43", SIGNED)).isEqualTo(PASSWORD_WRONG);
        assertThat(verdict("secret4", SIGNED)).isEqualTo(PASSWORD_WRONG);
        assertThat(verdict("terces24", SIGNED)).isEqualTo(PASSWORD_WRONG);
    }

    @Test
    void shouldRefuseWhenItIsAnotherKindOfAuthentication() {
        assertThat(verdict("secret42", UNSIGNED)).as("none").isEqualTo(AUTHENTICATION_MISMATCH);
        assertThat(verdict("secret42", SIGNED.replace("0101ffb4", "0201ffb4")))
                .as("type 2")
                .isEqualTo(AUTHENTICATION_MISMATCH);
        assertThat(verify(new SimplePassword("secret42"), VrrpVersion.V2, SIGNED, 28))
                .as("a trailer")
                .isEqualTo(AUTHENTICATION_MISMATCH);
        assertThat(verify(new SimplePassword("secret42"), VrrpVersion.V3, SIGNED, 0))
                .as("version 3")
                .isEqualTo(AUTHENTICATION_MISMATCH);
    }

    @Test
    void shouldExpectNothingWhenNoAuthenticationIsConfigured() {
        assertThat(verify(Authentication.NONE, VrrpVersion.V2, UNSIGNED, 0)).isEqualTo(OK);
        assertThat(verify(Authentication.NONE, VrrpVersion.V2, UNSIGNED, 28)).isEqualTo(AUTHENTICATION_MISMATCH);
        assertThat(AdvertisementAuthenticator.of(Authentication.NONE).trailerLength())
                .isZero();
    }

    private static AdvertisementVerdict verdict(final String password, final String message) {
        return verify(new SimplePassword(password), VrrpVersion.V2, message, 0);
    }

    private static AdvertisementVerdict verify(
            final Authentication authentication, final VrrpVersion version, final String hex, final int trailer) {
        final UnsafeBuffer buffer = Frames.buffer(hex + "00".repeat(trailer));
        return AdvertisementAuthenticator.of(authentication)
                .verify(new AuthenticatedMessage(version, 51, Frames.NODE_1, buffer, 0, 20, trailer), 0);
    }
}
