package io.fairlead.vrrp.watch;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.vrrp.Advertisement;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.watch.TroubleBook.Finding;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Who advertises our VRID: nodes whose settings differ, strangers, and whoever has our own address. */
final class SpeakerDetector {

    /** So long a node may advertise before its first load reports have proven that it is one. */
    static final long ACQUAINTANCE_NS = TimeUnit.SECONDS.toNanos(5);

    private final RouterScope scope;
    private final Sightings<Speaker> strangers;

    private record Speaker(IpAddress address, long mac) {}

    SpeakerDetector(final RouterScope scope) {
        this.scope = scope;
        strangers = new Sightings<>(scope.quietNs());
    }

    /** Not our own frame. */
    void onAdvertisement(
            final Advertisement advertisement,
            final AdvertisementVerdict verdict,
            final long nowNs,
            final WatchOutput out) {
        if (advertisement.source().equals(scope.config().localAddress())) {
            scope.seen(ownAddressTaken(advertisement.sourceMac()), nowNs, out);
            return;
        }
        final Mismatch mismatch = Mismatch.of(scope.config(), advertisement, verdict);
        final boolean isPeer = scope.sender(advertisement.source(), advertisement.sourceMac()) != null
                || scope.config().unicastPeers().contains(advertisement.source());
        if (!isPeer) {
            onStranger(advertisement, mismatch, nowNs, out);
        } else if (mismatch != null) {
            final String subject = scope.speaker(advertisement.source(), advertisement.sourceMac());
            scope.seen(
                    new Finding(mismatch.kind(), subject, subject + " " + mismatch.predicate(), mismatch.remedy()),
                    nowNs,
                    out);
        }
    }

    private Finding ownAddressTaken(final long sourceMac) {
        final String subject = "MAC " + MacAddress.format(sourceMac);
        return new Finding(
                TroubleKind.OWN_ADDRESS_TAKEN,
                subject,
                subject + " sends advertisements of " + scope.vrid() + " from this node's own address "
                        + scope.config().localAddress(),
                "give one of the two machines another address; the switch knows the port of that MAC address");
    }

    private void onStranger(
            final Advertisement advertisement,
            final @Nullable Mismatch mismatch,
            final long nowNs,
            final WatchOutput out) {
        final Speaker speaker = new Speaker(advertisement.source(), advertisement.sourceMac());
        if (!strangers.note(speaker, nowNs)) {
            scope.countOverflow();
            return;
        }
        if (strangers.lastedNs(speaker) < ACQUAINTANCE_NS) {
            return;
        }
        if (mismatch != null) {
            scope.seen(foreignSpeaker(advertisement, mismatch), nowNs, out);
        } else if (!scope.cluster().nodes().isEmpty()) {
            // alone, this node may well be meant to share its address with a router of another make
            scope.seen(peerWithoutFairlead(advertisement), nowNs, out);
        }
    }

    private Finding foreignSpeaker(final Advertisement advertisement, final Mismatch mismatch) {
        final String subject = scope.speaker(advertisement.source(), advertisement.sourceMac());
        return new Finding(
                TroubleKind.FOREIGN_SPEAKER,
                subject,
                subject + " with priority " + advertisement.priority() + " is no node of this cluster and uses "
                        + scope.vrid() + " too; it " + mismatch.predicate(),
                "give one of the two groups another virtual router id; or, if it is meant to take part, "
                        + mismatch.remedy());
    }

    private Finding peerWithoutFairlead(final Advertisement advertisement) {
        final String subject = scope.speaker(advertisement.source(), advertisement.sourceMac());
        return new Finding(
                TroubleKind.PEER_WITHOUT_FAIRLEAD,
                subject,
                subject + " with priority " + advertisement.priority() + " takes part in " + scope.vrid()
                        + " with our settings, but no load report of it is believed: a peer that does not run Fairlead, or"
                        + " a node with another cluster key",
                "nothing if that is meant: it steers nothing, so connections break when it becomes director; else stop it,"
                        + " or give it Fairlead and the same cluster settings");
    }
}
