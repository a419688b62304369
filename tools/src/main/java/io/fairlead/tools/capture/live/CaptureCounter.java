package io.fairlead.tools.capture.live;

import io.fairlead.netstack.counter.CounterDescriptor;

/** What the data path counts of captures, all that there were. */
public enum CaptureCounter implements CounterDescriptor {
    CAPTURE_UPLINK_FRAMES("frames from the wire that a capture was given"),
    CAPTURE_UPLINK_LOST(
            "frames from the wire that a capture is missing because it did not keep up; they went their way"),
    CAPTURE_HOST_FRAMES("frames from the kernel that a capture was given"),
    CAPTURE_HOST_LOST(
            "frames from the kernel that a capture is missing because it did not keep up; they went their way");

    private final String description;

    CaptureCounter(final String description) {
        this.description = description;
    }

    @Override
    public String description() {
        return description;
    }
}
