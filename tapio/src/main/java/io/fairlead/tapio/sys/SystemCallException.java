package io.fairlead.tapio.sys;

/** A call into the kernel that failed at set-up: what was being done, the error by name, and what helps against it where that is known. */
public final class SystemCallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * Describes a failed call.
     *
     * @param doing what was being done, such as {@code open /dev/net/tun}
     * @param errno the kernel's answer
     * @param remedy what helps, a sentence without its full stop; empty if unknown
     */
    public SystemCallException(final String doing, final int errno, final String remedy) {
        super(doing + ": " + Errnos.describe(errno) + suffix(remedy.isEmpty() ? usualRemedy(errno) : remedy));
        this.errno = errno;
    }

    /**
     * Describes a failed call with the usual remedy of its error.
     *
     * @param doing what was being done
     * @param errno the kernel's answer
     */
    public SystemCallException(final String doing, final int errno) {
        this(doing, errno, "");
    }

    /**
     * The kernel's answer.
     *
     * @return the errno
     */
    public int errno() {
        return errno;
    }

    private static String usualRemedy(final int errno) {
        return errno == Errnos.EPERM || errno == Errnos.EACCES ? "run as root (CAP_NET_ADMIN)" : "";
    }

    private static String suffix(final String remedy) {
        return remedy.isEmpty() ? "" : "; " + remedy;
    }
}
