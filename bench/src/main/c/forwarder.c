/*
 * The yardstick of bench/bin/bulk: passes frames between two TAPs with their virtio_net_hdr, by one read(2) and one write(2) each, and does nothing else.
 *
 *   forwarder UPLINK HOST
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#ifndef TUN_F_USO4
#define TUN_F_USO4 0x20
#define TUN_F_USO6 0x40
#endif

#define HEADER_LENGTH 10
#define BATCH 64

static char frame[HEADER_LENGTH + 65536 + 22];

static void fail(const char *doing) {
    perror(doing);
    exit(1);
}

static int open_tap(const char *name) {
    int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        fail("open /dev/net/tun");
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    request.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR;
    if (ioctl(fd, TUNSETIFF, &request) < 0)
        fail(name);
    int length = HEADER_LENGTH;
    if (ioctl(fd, TUNSETVNETHDRSZ, &length) < 0)
        fail("TUNSETVNETHDRSZ");
    int little_endian = 1;
    if (ioctl(fd, TUNSETVNETLE, &little_endian) < 0)
        fail("TUNSETVNETLE");
    unsigned tcp = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN;
    if (ioctl(fd, TUNSETOFFLOAD, tcp | TUN_F_USO4 | TUN_F_USO6) < 0 && ioctl(fd, TUNSETOFFLOAD, tcp) < 0)
        fail("TUNSETOFFLOAD");
    return fd;
}

/* Returns the number of frames. */
static int drain(int from, int to) {
    for (int frames = 0; frames < BATCH; frames++) {
        ssize_t length = read(from, frame, sizeof frame);
        if (length < 0) {
            if (errno != EAGAIN)
                fail("read");
            return frames;
        }
        if (write(to, frame, length) < 0 && errno != EAGAIN)
            fail("write");
    }
    return BATCH;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: forwarder UPLINK HOST\n");
        return 2;
    }
    struct pollfd fds[2] = {{open_tap(argv[1]), POLLIN, 0}, {open_tap(argv[2]), POLLIN, 0}};
    for (;;) {
        if (drain(fds[0].fd, fds[1].fd) + drain(fds[1].fd, fds[0].fd) == 0 && poll(fds, 2, -1) < 0)
            fail("poll");
    }
}
