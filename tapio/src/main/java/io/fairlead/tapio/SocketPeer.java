package io.fairlead.tapio;

import static io.fairlead.tapio.sys.Libc.LIBC;

import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tapio.sys.FileDescriptors;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Who is at the other end of a Unix socket, as the kernel noted it when that end connected: see unix(7), SO_PEERCRED and SO_PEERGROUPS. A process cannot pretend to be another.
 */
public final class SocketPeer {

    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int SO_PEERGROUPS = 59;
    private static final int UCRED_LENGTH = 12;
    private static final int UID_OFFSET = 4;
    private static final int GID_OFFSET = 8;

    /** As many as nearly everybody has; who has more is asked again with the room that the kernel names. */
    private static final int USUAL_GROUPS = 32;

    private final int pid;
    private final int uid;
    private final int[] groups;

    /**
     * A process, as it would be told of.
     *
     * @param pid process id
     * @param uid effective user id
     * @param groups effective group id, and the supplementary ones
     */
    public SocketPeer(final int pid, final int uid, final int... groups) {
        this.pid = pid;
        this.uid = uid;
        this.groups = groups.clone();
    }

    /**
     * Looks at the other end.
     *
     * @param fd of a connected Unix stream socket
     * @return who it was that connected
     * @throws io.fairlead.tapio.sys.SystemCallException if it is no such socket
     */
    public static SocketPeer of(final int fd) {
        final UnsafeBuffer length = FileDescriptors.memory(Integer.BYTES);
        final UnsafeBuffer credentials = FileDescriptors.memory(UCRED_LENGTH);
        get(fd, SO_PEERCRED, credentials, length);
        UnsafeBuffer groups = FileDescriptors.memory(USUAL_GROUPS * Integer.BYTES);
        if (tryGet(fd, SO_PEERGROUPS, groups, length) < 0) {
            if (Errnos.last() == Errnos.ERANGE) {
                groups = FileDescriptors.memory(length.getInt(0));
            }
            get(fd, SO_PEERGROUPS, groups, length);
        }
        final int[] ids = new int[1 + length.getInt(0) / Integer.BYTES];
        ids[0] = credentials.getInt(GID_OFFSET);
        for (int i = 1; i < ids.length; i++) {
            ids[i] = groups.getInt((i - 1) * Integer.BYTES);
        }
        return new SocketPeer(credentials.getInt(0), credentials.getInt(UID_OFFSET), ids);
    }

    private static void get(final int fd, final int option, final UnsafeBuffer value, final UnsafeBuffer length) {
        FileDescriptors.check(tryGet(fd, option, value, length), "ask who is at the other end of a socket");
    }

    private static int tryGet(final int fd, final int option, final UnsafeBuffer value, final UnsafeBuffer length) {
        length.putInt(0, value.capacity());
        return LIBC.getsockopt(fd, SOL_SOCKET, option, value.addressOffset(), length.addressOffset());
    }

    /**
     * Its process.
     *
     * @return a process id of our namespace, 0 if it is none of it
     */
    public int pid() {
        return pid;
    }

    /**
     * Its user.
     *
     * @return an effective user id
     */
    public int uid() {
        return uid;
    }

    /**
     * Whether it belongs to a group, with its effective group id or a supplementary one.
     *
     * @param gid group id
     * @return true if it does
     */
    public boolean isMemberOf(final int gid) {
        return Arrays.stream(groups).anyMatch(id -> id == gid);
    }

    @Override
    public String toString() {
        return "uid " + Integer.toUnsignedString(uid) + ", pid " + pid;
    }
}
