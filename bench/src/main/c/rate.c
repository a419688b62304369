/*
 * Counts how many connections a second can be opened, each for a request of 64 bytes and an answer of 128: the other end is `latency serve`.
 *
 *   rate ADDRESS PORT AT_ONCE SECONDS
 *
 * Keeps as many connections under way all the time, and prints how many were answered and ended in order, how many were not (refused, reset, or without progress for a
 * second), and how many nanoseconds it has taken.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define REQUEST 64
#define ANSWER 128
#define MOST 1024
#define LIMIT_NS 1000000000ull

static struct connection {
	int fd;
	int is_asked;
	int got;
	uint64_t begin_ns;
} connections[MOST];

static int epoll;
static struct sockaddr_in to = {.sin_family = AF_INET};
static char buffer[ANSWER];

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static uint64_t now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ull + now.tv_nsec;
}

static void begin(struct connection *connection)
{
	struct epoll_event event = {EPOLLOUT, {.ptr = connection}};
	int one = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (fd < 0)
		fail("socket");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	*connection = (struct connection){.fd = fd, .begin_ns = now_ns()};
	if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS)
		fail("connect");
	if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0)
		fail("epoll_ctl");
}

/* Returns 1 when the connection has ended in order, -1 when it has otherwise, and 0 while it goes on. */
static int go_on(struct connection *connection)
{
	struct epoll_event event = {EPOLLIN, {.ptr = connection}};
	if (!connection->is_asked) {
		if (write(connection->fd, buffer, REQUEST) != REQUEST)
			return -1;
		connection->is_asked = 1;
		epoll_ctl(epoll, EPOLL_CTL_MOD, connection->fd, &event);
		return 0;
	}
	for (;;) {
		ssize_t more = read(connection->fd, buffer, ANSWER);
		if (more < 0)
			return errno == EAGAIN ? 0 : -1;
		if (more == 0)
			return connection->got == ANSWER ? 1 : -1;
		connection->got += more;
	}
}

int main(int argc, char **argv)
{
	const int at_once = argc == 5 ? atoi(argv[3]) : 0;
	struct epoll_event events[64];
	uint64_t answered = 0;
	uint64_t failed = 0;
	uint64_t looked_ns;
	if (at_once < 1 || at_once > MOST || inet_pton(AF_INET, argv[1], &to.sin_addr) != 1)
		return fprintf(stderr, "usage: rate ADDRESS PORT AT_ONCE SECONDS, at most %d at once\n", MOST), 2;
	to.sin_port = htons(atoi(argv[2]));
	epoll = epoll_create1(0);
	const uint64_t start_ns = looked_ns = now_ns();
	const uint64_t end_ns = start_ns + strtoull(argv[4], 0, 10) * 1000000000ull;
	for (int i = 0; i < at_once; i++)
		begin(&connections[i]);
	while (now_ns() < end_ns) {
		int ready = epoll_wait(epoll, events, 64, 100);
		for (int i = 0; i < ready; i++) {
			struct connection *connection = events[i].data.ptr;
			int outcome = go_on(connection);
			if (outcome == 0)
				continue;
			answered += outcome > 0;
			failed += outcome < 0;
			close(connection->fd);
			begin(connection);
		}
		if (now_ns() - looked_ns < LIMIT_NS / 10)
			continue;
		looked_ns = now_ns();
		for (int i = 0; i < at_once; i++) {
			if (looked_ns - connections[i].begin_ns > LIMIT_NS) {
				failed++;
				close(connections[i].fd);
				begin(&connections[i]);
			}
		}
	}
	printf("%lu %lu %lu\n", answered, failed, now_ns() - start_ns);
	return 0;
}
