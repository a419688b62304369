package io.fairlead.tools.doctor;

import io.fairlead.tools.status.Finding;
import io.fairlead.tools.status.TroubleStatus;
import io.fairlead.vrrp.watch.TroubleKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the watch on the wire has found, of some kinds: it says by itself what to do. */
final class WireCheck implements Look {

    static final Set<TroubleKind> VRID = EnumSet.of(TroubleKind.FOREIGN_SPEAKER, TroubleKind.PEER_WITHOUT_FAIRLEAD);
    static final Set<TroubleKind> ADDRESSES = EnumSet.of(
            TroubleKind.OWN_ADDRESS_TAKEN, TroubleKind.DUPLICATE_VIRTUAL_IP, TroubleKind.NODE_ADDRESS_CLAIMED);
    static final Set<TroubleKind> MULTICAST = EnumSet.of(
            TroubleKind.ADVERTISEMENTS_NOT_HEARD, TroubleKind.OWN_ADVERTISEMENTS_NOT_HEARD, TroubleKind.TWO_DIRECTORS);
    static final Set<TroubleKind> SETTINGS = EnumSet.of(
            TroubleKind.VIRTUAL_IPS_DIFFER,
            TroubleKind.INTERVAL_DIFFERS,
            TroubleKind.VERSION_DIFFERS,
            TroubleKind.TRANSPORT_DIFFERS,
            TroubleKind.AUTHENTICATION_FAILS);

    private final Set<TroubleKind> kinds;

    WireCheck(Set<TroubleKind> kinds) {
        this.kinds = kinds;
    }

    @Override
    public Result at(Snapshot snapshot) {
        @Nullable List<TroubleStatus> troubles = snapshot.troubles();
        return troubles == null
                ? Result.cannotTell(
                        snapshot.status() == null ? NO_ANSWER : "the daemon is of an older version, see the warnings")
                : Result.of(findings(troubles), "nothing seen");
    }

    List<Finding> findings(List<TroubleStatus> troubles) {
        return troubles.stream()
                .filter(trouble -> kind(trouble).filter(kinds::contains).isPresent())
                .map(trouble -> new Finding(
                        (trouble.virtualRouter() == 0 ? "" : "(VI_" + trouble.virtualRouter() + ") ") + trouble.cause(),
                        trouble.remedy()))
                .toList();
    }

    /** Empty if it is of a kind that only a newer daemon knows. */
    static Optional<TroubleKind> kind(TroubleStatus trouble) {
        return Arrays.stream(TroubleKind.values())
                .filter(kind -> label(kind).equals(trouble.kind()))
                .findFirst();
    }

    private static String label(TroubleKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
