package io.fairlead.tapio.sys;

import jnr.constants.platform.Errno;
import jnr.ffi.Runtime;

/** The error numbers that the code tells apart, and how to read and name one. Safe to use from any thread; {@link #last()} allocates nothing. */
public final class Errnos {

    public static final int EPERM = Errno.EPERM.intValue();
    public static final int ENOENT = Errno.ENOENT.intValue();
    public static final int EINTR = Errno.EINTR.intValue();
    public static final int ENXIO = 6;
    public static final int EBADF = Errno.EBADF.intValue();
    public static final int EAGAIN = Errno.EAGAIN.intValue();
    public static final int EACCES = Errno.EACCES.intValue();
    public static final int EBUSY = Errno.EBUSY.intValue();
    public static final int EEXIST = Errno.EEXIST.intValue();
    public static final int ENODEV = Errno.ENODEV.intValue();
    public static final int EINVAL = Errno.EINVAL.intValue();
    public static final int ENOSPC = Errno.ENOSPC.intValue();
    public static final int EADDRNOTAVAIL = Errno.EADDRNOTAVAIL.intValue();
    public static final int ENOBUFS = Errno.ENOBUFS.intValue();
    public static final int EPROTO = Errno.EPROTO.intValue();
    public static final int ERANGE = Errno.ERANGE.intValue();
    public static final int EOPNOTSUPP = Errno.EOPNOTSUPP.intValue();
    public static final int ESRCH = Errno.ESRCH.intValue();

    private static final Runtime RUNTIME = Runtime.getRuntime(Libc.LIBC);

    private Errnos() {}

    /**
     * The error of the calling thread's last call of {@link Libc}.
     *
     * @return the errno
     */
    public static int last() {
        return RUNTIME.getLastError();
    }

    /**
     * Name and text of an error, for people.
     *
     * @param errno to describe
     * @return such as {@code EBUSY (Device or resource busy)}
     */
    public static String describe(final int errno) {
        final Errno known = Errno.valueOf(errno);
        return known.name().startsWith("__") ? "errno " + errno : known.name() + " (" + known.description() + ")";
    }
}
