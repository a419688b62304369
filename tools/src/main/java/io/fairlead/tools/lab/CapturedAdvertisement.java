package io.fairlead.tools.lab;

/**
 * A VRRP advertisement that was seen on the wire.
 *
 * @param epochNs when, by the machine's real-time clock
 * @param mac who sent it
 * @param vrid virtual router identifier
 * @param priority 0 when its sender resigned
 */
public record CapturedAdvertisement(long epochNs, String mac, int vrid, int priority) {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    /** From the fields that {@link Tshark} asks for. */
    static CapturedAdvertisement parse(final String row) {
        final String[] fields = row.split("\\|", -1);
        final int point = fields[0].indexOf('.');
        final long epochNs = Long.parseLong(fields[0].substring(0, point)) * NS_PER_SECOND
                + Long.parseLong(fields[0].substring(point + 1));
        return new CapturedAdvertisement(epochNs, fields[1], Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
    }
}
