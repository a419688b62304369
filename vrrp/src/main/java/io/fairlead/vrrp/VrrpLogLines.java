package io.fairlead.vrrp;

import io.fairlead.netstack.wire.IpAddress;

/**
 * The log lines that an administrator of keepalived greps for. Where its generations say the same thing in different words, one line holds both
 * phrases. The router writes most of them itself; the public ones are its owner's.
 */
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
        return prefix + "Receive advertisement timeout: Transition to MASTER STATE";
    }

    String forcingElection(final TransitionCause cause) {
        return prefix + "forcing a new MASTER election: Transition to MASTER STATE, " + cause.text();
    }

    String sentPriority0() {
        return prefix + "sent 0 priority";
    }

    String backupReceivedPriority0() {
        return prefix + "Backup received priority 0 advertisement";
    }

    String masterReceivedBetter(final Advertisement advertisement, final int ownPriority) {
        final String received =
                prefix + "Received higher prio advert: Master received advert from " + advertisement.source();
        return advertisement.priority() > ownPriority
                ? received + " with higher priority " + advertisement.priority() + ", ours " + ownPriority
                : received + " with same priority " + ownPriority + " but higher IP address than ours";
    }

    String receivedLower(final Advertisement advertisement) {
        return prefix + "received lower priority (" + advertisement.priority() + ") advert from "
                + advertisement.source() + " - discarding";
    }

    String changingPriority(final int before, final int after) {
        return prefix + "Changing effective priority from " + before + " to " + after;
    }

    /** Has no counterpart in keepalived. */
    String slept(final TransitionCause cause) {
        return prefix + cause.text() + ": listening before anything else";
    }

    /** Has no counterpart in keepalived. */
    String heldBack() {
        return prefix + "Receive advertisement timeout, waiting for the other members of the sync group";
    }

    /**
     * To be written when the kernel gets the virtual IPs.
     *
     * @return the line
     */
    public String settingVips() {
        return prefix + "setting VIPs. (setting protocol VIPs.)";
    }

    /**
     * To be written when the kernel loses the virtual IPs.
     *
     * @return the line
     */
    public String removingVips() {
        return prefix + "removing VIPs. (removing protocol VIPs.)";
    }

    /**
     * To be written for each virtual IP of a burst over IPv4.
     *
     * @param interfaceName that they leave by
     * @param virtualIp that is announced
     * @return the line
     */
    public String sendingGratuitousArps(final String interfaceName, final IpAddress virtualIp) {
        return prefix + "Sending gratuitous ARPs on " + interfaceName + " for " + virtualIp
                + " (Sending/queueing gratuitous ARPs)";
    }

    /**
     * To be written for each virtual IP of a burst over IPv6.
     *
     * @param interfaceName that they leave by
     * @param virtualIp that is announced
     * @return the line
     */
    public String sendingNeighbourAdverts(final String interfaceName, final IpAddress virtualIp) {
        return prefix + "Sending/queueing Unsolicited Neighbour Adverts on " + interfaceName + " for " + virtualIp;
    }
}
