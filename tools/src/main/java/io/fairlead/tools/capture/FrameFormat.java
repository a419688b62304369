package io.fairlead.tools.capture;

/** A format of capture files, at a place in one. */
interface FrameFormat {

    /** The longest frame that anybody captures: what tcpdump and Wireshark take for sane. */
    int MOST_CAPTURED = 262_144;

    /** The link type of Ethernet, of both formats. */
    int ETHERNET = 1;

    /** Goes on to the next frame; false at the end of the file. */
    boolean next(CapturedFrame frame) throws CaptureException;

    /** Why nothing but Ethernet will do. */
    static String wrongLinkType(final int linkType) {
        return "the frames are not Ethernet but of link type " + linkType
                + ": capture on one Ethernet interface (not on \"any\")";
    }
}
