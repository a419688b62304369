package io.fairlead.vrrp.auth;

import static io.fairlead.vrrp.AdvertisementVerdict.AUTHENTICATION_MALFORMED;
import static io.fairlead.vrrp.AdvertisementVerdict.AUTHENTICATION_MISSING;
import static io.fairlead.vrrp.AdvertisementVerdict.AUTHENTICATION_REPLAYED;
import static io.fairlead.vrrp.AdvertisementVerdict.AUTHENTICATION_STALE;
import static io.fairlead.vrrp.AdvertisementVerdict.AUTHENTICATION_UNKNOWN_KEY;
import static io.fairlead.vrrp.AdvertisementVerdict.AUTHENTICATION_WRONG;
import static io.fairlead.vrrp.AdvertisementVerdict.OK;

import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.Authentication.Hmac;
import io.fairlead.vrrp.Authentication.Hmac.AntiReplay;
import io.fairlead.vrrp.Authentication.Hmac.Mode;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The trailer of draft-cassen-vrrp-auth-hmac; {@code docs/vrrp.md} says what it protects from. */
final class HmacAuthenticator implements AdvertisementAuthenticator {

    private final Hmac config;
    private final Map<Integer, MessageCode> codes;
    private final MessageCode activeCode;
    private final ReplayMarks marks = new ReplayMarks();
    private final HmacTrailer trailer = new HmacTrailer();
    private long lastSentSequence;
    private boolean hasSent;

    HmacAuthenticator(final Hmac config) {
        this.config = config;
        codes = config.keys().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, key -> new MessageCode(key.getValue())));
        activeCode = Objects.requireNonNull(codes.get(config.activeKey()));
    }

    @Override
    public int trailerLength() {
        return config.mode() == Mode.RECEIVE_ONLY ? 0 : HmacTrailer.LENGTH;
    }

    @Override
    public void sign(final AuthenticatedMessage message, final long epochNs) {
        if (config.mode() == Mode.RECEIVE_ONLY) {
            return;
        }
        trailer.wrap(message.buffer(), message.trailerIndex())
                .header(config.activeKey(), nextSequence(epochNs))
                .code(activeCode.of(message));
    }

    /** Grows although the clock stands still or is set back; not for ever, since the others hold it against their own clocks. */
    private long nextSequence(final long epochNs) {
        final long clock = TrailerSequence.of(epochNs);
        final boolean goesOn = hasSent
                && !TrailerSequence.isAfter(clock, lastSentSequence)
                && !(isTimed() && TrailerSequence.secondsAfter(lastSentSequence, clock) > config.windowSeconds());
        lastSentSequence = goesOn ? lastSentSequence + 1 : clock;
        hasSent = true;
        return lastSentSequence;
    }

    private boolean isTimed() {
        return config.antiReplay() == AntiReplay.TIME;
    }

    @Override
    public AdvertisementVerdict verify(final AuthenticatedMessage message, final long epochNs) {
        if (!message.hasTrailer()) {
            return config.mode() == Mode.ENFORCE ? AUTHENTICATION_MISSING : OK;
        }
        trailer.wrap(message.buffer(), message.trailerIndex());
        if (!trailer.isWellFormed()) {
            return AUTHENTICATION_MALFORMED;
        }
        final long sequence = trailer.sequence();
        final long now = TrailerSequence.of(epochNs);
        // before the code is computed: a flood of old recordings shall cost little
        if (isTimed() && Math.abs(TrailerSequence.secondsAfter(sequence, now)) > config.windowSeconds()) {
            return AUTHENTICATION_STALE;
        }
        final MessageCode code = codes.get(trailer.keyId());
        if (code == null) {
            return AUTHENTICATION_UNKNOWN_KEY;
        }
        if (!MessageDigest.isEqual(code.of(message), trailer.code())) {
            return AUTHENTICATION_WRONG;
        }
        if (isTimed()) {
            marks.forgetIfOutside(message.source(), now, config.windowSeconds());
        }
        return marks.advance(message.source(), sequence) ? OK : AUTHENTICATION_REPLAYED;
    }
}
