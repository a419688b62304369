package io.fairlead.tapio;

/**
 * What the kernel may leave undone in the frames of a TAP, from least to most. The frames' {@link io.fairlead.netstack.wire.VirtioNetHeader} says of each what was,
 * and the kernel that gets it back does it, or has the network interface do it.
 */
public enum Offload {

    /** Nothing: checksums are complete, and no frame is longer than the MTU allows. */
    NONE(0, "none"),

    /** Checksums, and the cutting of TCP super-frames up to 64 KiB. */
    TCP(0x01 | 0x02 | 0x04 | 0x08, "checksums and TCP segmentation"),

    /** The cutting of UDP super-frames too. Linux 6.2 and newer. */
    TCP_AND_UDP(TCP.features | 0x20 | 0x40, "checksums, TCP and UDP segmentation");

    // TUN_F_CSUM, TUN_F_TSO4, TUN_F_TSO6 and TUN_F_TSO_ECN above, then TUN_F_USO4 and TUN_F_USO6, of linux/if_tun.h
    private final int features;
    private final String description;

    Offload(final int features, final String description) {
        this.features = features;
        this.description = description;
    }

    /** For TUNSETOFFLOAD. */
    int features() {
        return features;
    }

    /** The next step down. */
    Offload less() {
        return this == TCP_AND_UDP ? TCP : NONE;
    }

    /**
     * What is left undone.
     *
     * @return words for people
     */
    public String description() {
        return description;
    }
}
