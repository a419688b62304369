package io.fairlead.vrrp.auth;

import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.Authentication.SimplePassword;
import io.fairlead.vrrp.VrrpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** The simple text password of version 2 (RFC 2338 section 5.3.6): eight bytes at the end of the message, padded with zeros. */
final class PasswordAuthenticator implements AdvertisementAuthenticator {

    private static final int TYPE_FIELD_OFFSET = 4;

    private final byte type;
    private final byte[] data;

    PasswordAuthenticator(final SimplePassword password) {
        type = (byte) password.type();
        data = Arrays.copyOf(password.password().getBytes(StandardCharsets.US_ASCII), SimplePassword.LENGTH);
    }

    @Override
    public int trailerLength() {
        return 0;
    }

    @Override
    public void sign(final AuthenticatedMessage message, final long epochNs) {
        message.buffer().putByte(message.index() + TYPE_FIELD_OFFSET, type);
        message.buffer().putBytes(dataIndex(message), data);
    }

    @Override
    public AdvertisementVerdict verify(final AuthenticatedMessage message, final long epochNs) {
        if (message.version() != VrrpVersion.V2
                || message.hasTrailer()
                || message.buffer().getByte(message.index() + TYPE_FIELD_OFFSET) != type) {
            return AdvertisementVerdict.AUTHENTICATION_MISMATCH;
        }
        final byte[] received = new byte[SimplePassword.LENGTH];
        message.buffer().getBytes(dataIndex(message), received);
        // in constant time: whoever guesses is not told how much of it is right
        return MessageDigest.isEqual(received, data) ? AdvertisementVerdict.OK : AdvertisementVerdict.PASSWORD_WRONG;
    }

    private static int dataIndex(final AuthenticatedMessage message) {
        return message.index() + message.length() - SimplePassword.LENGTH;
    }
}
