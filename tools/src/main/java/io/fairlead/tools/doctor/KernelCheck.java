package io.fairlead.tools.doctor;

import io.fairlead.tools.status.Finding;
import java.util.ArrayList;
import java.util.List;

/** What the next start of the daemon would miss. A daemon that runs has tried it out, and warns by itself. */
final class KernelCheck {

    /** For everybody; 1 lets root use it. */
    private static final int FOR_ALL = 2;

    private KernelCheck() {}

    static Result look(Snapshot snapshot) {
        List<Finding> findings = new ArrayList<>();
        if (!snapshot.machine().hasTun()) {
            findings.add(new Finding(
                    "there is no /dev/net/tun, without which no node can start",
                    "load the module tun (`modprobe tun`), or give the container the device"));
        }
        if (snapshot.status() == null && snapshot.machine().ioUringDisabled() == FOR_ALL) {
            findings.add(new Finding(
                    "io_uring is switched off: frames are read and written one by one, which takes more processor time",
                    "allow io_uring (`sysctl kernel.io_uring_disabled=0`), or set engine.ioUring to false"));
        }
        return Result.of(findings, "has what is needed");
    }
}
