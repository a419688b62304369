package io.fairlead.tools.interop;

import io.fairlead.tools.lab.Segment;
import io.fairlead.tools.lab.VrrpPeer;
import io.fairlead.tools.lab.VrrpSettings;

/** Another implementation of VRRP. */
enum Rival {
    KEEPALIVED {
        @Override
        VrrpPeer on(final Segment segment, final String station, final VrrpSettings settings) {
            return segment.keepalived(station, settings);
        }
    },
    FRR {
        @Override
        VrrpPeer on(final Segment segment, final String station, final VrrpSettings settings) {
            return segment.frr(station, settings);
        }
    };

    abstract VrrpPeer on(Segment segment, String station, VrrpSettings settings);
}
