package io.fairlead.tapio.attach;

import io.fairlead.tapio.netlink.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * All that is needed to undo an attachment, whatever happened since.
 *
 * @param interfaceName that the host and its administrator know
 * @param nic the network interface as it was before the first change, but for its MAC address, which may be given to it later
 * @param names of the interfaces behind the host's one
 * @param addressing of the host's interface
 * @param era of the kernel and the namespace to which all this applies
 * @param complete false until the attachment's last step was done
 */
record AttachmentState(String interfaceName, Nic nic, Names names, Addressing addressing, Era era, boolean complete) {

    AttachmentState completed() {
        return new AttachmentState(interfaceName, nic, names, addressing, era, true);
    }

    AttachmentState with(final Addressing current) {
        return new AttachmentState(interfaceName, nic, names, current, era, complete);
    }

    /** With another MAC address of the network interface, by which the node goes from then on. */
    AttachmentState withMac(final long mac) {
        return new AttachmentState(interfaceName, nic.withMac(mac), names, addressing, era, complete);
    }

    /**
     * A network interface before the first change.
     *
     * @param index that it keeps
     * @param mac 48 bits, first byte most significant
     * @param mtu in bytes
     * @param up whether it was
     * @param allMulticast whether it was asked to receive all multicast frames
     * @param ipv6Disabled whether IPv6 was switched off on it
     */
    record Nic(int index, long mac, int mtu, boolean up, boolean allMulticast, boolean ipv6Disabled) {

        Nic withMac(final long newMac) {
            return new Nic(index, newMac, mtu, up, allMulticast, ipv6Disabled);
        }

        static Nic of(final Link link) {
            return new Nic(
                    link.index(),
                    link.mac(),
                    link.mtu(),
                    link.isUp(),
                    link.isAllMulticast(),
                    new InterfaceSettings(link.name()).isIpv6Disabled());
        }
    }

    /**
     * Names of what stands behind the host's interface.
     *
     * @param nic of the network interface while attached
     * @param uplink of the TAP towards it
     */
    record Names(String nic, String uplink) {

        private static final int MAX_LENGTH = 15;
        private static final String NIC_PREFIX = "fln-";
        private static final String UPLINK_PREFIX = "flu-";

        static boolean isNic(final String interfaceName) {
            return interfaceName.startsWith(NIC_PREFIX);
        }

        /** Names that show the interface's own, or its index if they would get too long. */
        static Names of(final String interfaceName, final int interfaceIndex) {
            final String stem =
                    NIC_PREFIX.length() + interfaceName.length() <= MAX_LENGTH ? interfaceName : "if" + interfaceIndex;
            return new Names(NIC_PREFIX + stem, UPLINK_PREFIX + stem);
        }
    }

    /**
     * When and where interface indices mean what they do.
     *
     * @param bootId of the running kernel
     * @param networkNamespace of the calling thread
     */
    record Era(String bootId, String networkNamespace) {

        private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
        private static final Path NAMESPACE = Path.of("/proc/thread-self/ns/net");

        static Era current() {
            try {
                return new Era(
                        Files.readString(BOOT_ID).trim(),
                        Files.readSymbolicLink(NAMESPACE).toString());
            } catch (final IOException e) {
                throw new UncheckedIOException("find out boot id and network namespace", e);
            }
        }
    }
}
