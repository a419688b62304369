package io.fairlead.vrrp;

import io.fairlead.netstack.wire.IpAddress;

/** The log lines that an administrator of keepalived knows, word for word. The router writes most of them itself; the public ones are its owner's. */
public final class VrrpLogLines {

    private final String prefix;

    /**
     * For one virtual router.
     *
     * @param vrid virtual router identifier
     */
    public VrrpLogLines(final int vrid) {
        prefix = "(VI_" + vrid + ") ";
    }

    String enteringBackupAtStart() {
        return prefix + "Entering BACKUP STATE (init)";
    }

    String enteringBackup() {
        return prefix + "Entering BACKUP STATE";
    }

    String enteringMaster() {
        return prefix + "Entering MASTER STATE";
    }

    String enteringFault() {
        return prefix + "Entering FAULT STATE";
    }

    String advertisementTimeout() {
        return prefix + "Receive advertisement timeout";
    }

    String sentPriority0() {
        return prefix + "sent 0 priority";
    }

    String backupReceivedPriority0() {
        return prefix + "Backup received priority 0 advertisement";
    }

    String masterReceivedBetter(final Advertisement advertisement, final int ownPriority) {
        final String received = prefix + "Master received advert from " + advertisement.source();
        return advertisement.priority() > ownPriority
                ? received + " with higher priority " + advertisement.priority() + ", ours " + ownPriority
                : received + " with same priority " + ownPriority + " but higher IP address than ours";
    }

    String receivedLower(final Advertisement advertisement) {
        return prefix + "received lower priority (" + advertisement.priority() + ") advert from "
                + advertisement.source() + " - discarding";
    }

    /** Has no counterpart in keepalived. */
    String slept(final TransitionCause cause) {
        return prefix + cause.text() + ": listening before anything else";
    }

    /**
     * To be written when the kernel gets the virtual IPs.
     *
     * @return the line
     */
    public String settingVips() {
        return prefix + "setting VIPs.";
    }

    /**
     * To be written when the kernel loses the virtual IPs.
     *
     * @return the line
     */
    public String removingVips() {
        return prefix + "removing VIPs.";
    }

    /**
     * To be written for each virtual IP of a burst.
     *
     * @param interfaceName that they leave by
     * @param virtualIp that is announced
     * @return the line
     */
    public String sendingGratuitousArps(final String interfaceName, final IpAddress virtualIp) {
        return prefix + "Sending/queueing gratuitous ARPs on " + interfaceName + " for " + virtualIp;
    }
}
