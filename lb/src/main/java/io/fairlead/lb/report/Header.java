package io.fairlead.lb.report;

/**
 * Who says something, to whom, and when in its own time.
 *
 * @param type of the message
 * @param clusterId see {@link ClusterId}
 * @param senderMac that steered frames for the sender go to
 * @param bootId random, new for each start of the daemon
 * @param sequence grows with each message of a boot id, from 1
 * @param sender management address
 * @param addressee management address, {@link Destination#EVERYBODY} for all
 */
public record Header(
        MessageType type, int clusterId, long senderMac, long bootId, long sequence, int sender, int addressee) {}
