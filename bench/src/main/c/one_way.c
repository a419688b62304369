/*
 * The yardstick: takes frames from one TAP and gives them to another, and does nothing else.
 *
 *   one_way rw IN OUT       read(2) and write(2), blocking
 *   one_way uring IN OUT    posted reads and batched writes through io_uring(7), without a library
 *   one_way mixed IN OUT    read(2) until there is no frame, or 64, then batched writes through io_uring(7)
 *
 * Makes the TAPs and sets nothing up. Prints "ready", and ends with its standard input.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/io_uring.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ROOM 2048
#define POSTED 64
#define WRITE_BIT 0x10000u

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static int open_tap(const char *name)
{
	struct ifreq request;
	int fd = open("/dev/net/tun", O_RDWR);
	if (fd < 0)
		fail("open /dev/net/tun");
	memset(&request, 0, sizeof request);
	request.ifr_flags = IFF_TAP | IFF_NO_PI;
	strncpy(request.ifr_name, name, IFNAMSIZ - 1);
	if (ioctl(fd, TUNSETIFF, &request) < 0)
		fail(name);
	return fd;
}

static void *end_with_input(void *unused)
{
	char byte;
	while (read(0, &byte, 1) > 0)
		;
	exit(0);
	return unused;
}

static void read_write(int in, int out)
{
	static char frame[ROOM];
	for (;;) {
		ssize_t length = read(in, frame, ROOM);
		/* EIO: the device is still down */
		if (length < 0 || write(out, frame, length) < 0)
			usleep(1000);
	}
}

struct ring {
	int fd;
	unsigned *sq_tail, *sq_array, sq_mask;
	unsigned *cq_head, *cq_tail, cq_mask;
	struct io_uring_sqe *sqes;
	struct io_uring_cqe *cqes;
	unsigned tail, queued;
};

static void set_up(struct ring *ring)
{
	struct io_uring_params params;
	memset(&params, 0, sizeof params);
	ring->fd = syscall(SYS_io_uring_setup, 4 * POSTED, &params);
	if (ring->fd < 0)
		fail("io_uring_setup");
	size_t sq_length = params.sq_off.array + params.sq_entries * sizeof(unsigned);
	size_t cq_length = params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe);
	char *rings = mmap(0, sq_length > cq_length ? sq_length : cq_length, PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_POPULATE, ring->fd, IORING_OFF_SQ_RING);
	ring->sqes = mmap(0, params.sq_entries * sizeof(struct io_uring_sqe), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_POPULATE, ring->fd, IORING_OFF_SQES);
	if (rings == MAP_FAILED || ring->sqes == MAP_FAILED)
		fail("mmap");
	ring->sq_tail = (unsigned *)(rings + params.sq_off.tail);
	ring->sq_array = (unsigned *)(rings + params.sq_off.array);
	ring->sq_mask = params.sq_entries - 1;
	ring->cq_head = (unsigned *)(rings + params.cq_off.head);
	ring->cq_tail = (unsigned *)(rings + params.cq_off.tail);
	ring->cq_mask = params.cq_entries - 1;
	ring->cqes = (struct io_uring_cqe *)(rings + params.cq_off.cqes);
}

static void queue(struct ring *ring, int opcode, int fd, void *address, unsigned length, unsigned long data)
{
	unsigned index = ring->tail++ & ring->sq_mask;
	struct io_uring_sqe *sqe = &ring->sqes[index];
	memset(sqe, 0, sizeof *sqe);
	sqe->opcode = opcode;
	sqe->fd = fd;
	sqe->addr = (unsigned long)address;
	sqe->len = length;
	sqe->user_data = data;
	ring->sq_array[index] = index;
	ring->queued++;
}

static void uring(int in, int out)
{
	static char frames[POSTED][ROOM];
	struct ring ring;
	memset(&ring, 0, sizeof ring);
	set_up(&ring);
	for (unsigned i = 0; i < POSTED; i++)
		queue(&ring, IORING_OP_READ, in, frames[i], ROOM, i);
	for (;;) {
		__atomic_store_n(ring.sq_tail, ring.tail, __ATOMIC_RELEASE);
		int taken = syscall(SYS_io_uring_enter, ring.fd, ring.queued, 1, IORING_ENTER_GETEVENTS, 0, 0);
		if (taken < 0 && errno != EINTR)
			fail("io_uring_enter");
		if (taken > 0)
			ring.queued -= taken;
		unsigned head = *ring.cq_head;
		unsigned tail = __atomic_load_n(ring.cq_tail, __ATOMIC_ACQUIRE);
		for (; head != tail; head++) {
			struct io_uring_cqe *cqe = &ring.cqes[head & ring.cq_mask];
			unsigned frame = cqe->user_data & (WRITE_BIT - 1);
			if (cqe->user_data & WRITE_BIT || cqe->res <= 0)
				queue(&ring, IORING_OP_READ, in, frames[frame], ROOM, frame);
			else
				queue(&ring, IORING_OP_WRITE, out, frames[frame], cqe->res, frame | WRITE_BIT);
		}
		__atomic_store_n(ring.cq_head, head, __ATOMIC_RELEASE);
	}
}

static void mixed(int in, int out)
{
	static char frames[POSTED][ROOM];
	struct pollfd waiting = {.fd = in, .events = POLLIN};
	struct ring ring;
	memset(&ring, 0, sizeof ring);
	set_up(&ring);
	fcntl(in, F_SETFL, O_RDWR | O_NONBLOCK);
	for (;;) {
		unsigned count = 0;
		while (count < POSTED) {
			ssize_t length = read(in, frames[count], ROOM);
			if (length <= 0)
				break;
			queue(&ring, IORING_OP_WRITE, out, frames[count++], length, 0);
		}
		if (count == 0) {
			poll(&waiting, 1, -1);
			continue;
		}
		__atomic_store_n(ring.sq_tail, ring.tail, __ATOMIC_RELEASE);
		if (syscall(SYS_io_uring_enter, ring.fd, count, count, IORING_ENTER_GETEVENTS, 0, 0) < 0)
			fail("io_uring_enter");
		ring.queued = 0;
		__atomic_store_n(ring.cq_head, *ring.cq_tail, __ATOMIC_RELEASE);
	}
}

int main(int argc, char **argv)
{
	pthread_t reader;
	if (argc != 4)
		return fprintf(stderr, "usage: one_way rw|uring|mixed IN OUT\n"), 2;
	int in = open_tap(argv[2]);
	int out = open_tap(argv[3]);
	if (pthread_create(&reader, 0, end_with_input, 0))
		fail("pthread_create");
	printf("ready\n");
	fflush(stdout);
	if (strcmp(argv[1], "uring") == 0)
		uring(in, out);
	else if (strcmp(argv[1], "mixed") == 0)
		mixed(in, out);
	else
		read_write(in, out);
}
