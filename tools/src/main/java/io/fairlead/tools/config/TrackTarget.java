package io.fairlead.tools.config;

import io.fairlead.netstack.wire.IpPrefix;
import java.nio.file.Path;
import java.time.Duration;

/** Something outside of VRRP that is up or down. */
public sealed interface TrackTarget {

    /**
     * What status and log call it.
     *
     * @return such as {@code interface eth1}
     */
    String name();

    /**
     * Up while the interface is set up and has a carrier; of an interface that the stack took over, the network interface behind it counts.
     *
     * @param interfaceName as the host knows it
     */
    record Link(String interfaceName) implements TrackTarget {
        @Override
        public String name() {
            return "interface " + interfaceName;
        }
    }

    /**
     * Up while frames pass through the stack behind the interface. The daemon itself knows; no configuration names it.
     *
     * @param interfaceName as the host knows it
     */
    record Attachment(String interfaceName) implements TrackTarget {
        @Override
        public String name() {
            return "attachment of " + interfaceName;
        }
    }

    /**
     * Up while the command ends with exit code 0 within its time.
     *
     * @param file absolute path, executed without arguments and without a shell
     * @param interval from one start to the next
     * @param timeout after which it is killed and counts as failed
     */
    record Command(Path file, Duration interval, Duration timeout) implements TrackTarget {
        @Override
        public String name() {
            return "command " + file;
        }
    }

    /**
     * Up while something of this path exists, whatever is in it.
     *
     * @param file absolute path
     */
    record Presence(Path file) implements TrackTarget {
        @Override
        public String name() {
            return "file " + file;
        }
    }

    /**
     * Up while the kernel's main table has a usable route for exactly this prefix.
     *
     * @param destination without host bits
     */
    record Route(IpPrefix destination) implements TrackTarget {
        @Override
        public String name() {
            return "route " + destination;
        }
    }

    /** Up while the proxies behind the redirects of this node answer. */
    record Health() implements TrackTarget {
        @Override
        public String name() {
            return "health";
        }
    }
}
