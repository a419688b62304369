/*
 * Measures how long answers take, and gives them.
 *
 *   latency ping sleep|look ADDRESS COUNT PAUSE_US          ICMP echo requests of 64 bytes, one after the other
 *   latency connect sleep|look ADDRESS PORT COUNT PAUSE_US  a TCP connection, 64 bytes there, 128 back, one after the other
 *   latency watch ADDRESS PAUSE_US               echo requests that wait for no answer, until SIGINT
 *   latency serve PORT                           the other end of connect
 *
 * ping and connect print nanoseconds, a line each, or "lost" after a second; for connect from before connect(2) until the answer has been read. watch prints for each
 * answer when it came, by CLOCK_MONOTONIC. The pause begins when the answer is there. With "sleep" the kernel wakes the client for an answer, as it
 * does with most programs; with "look" it goes on looking and lets only others of its core run, so that what it takes to wake it is not measured.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define REQUEST 64
#define ANSWER 128

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

static void pause_us(long us)
{
	struct timespec time = {us / 1000000, us % 1000000 * 1000};
	if (us > 0)
		nanosleep(&time, 0);
}

static struct sockaddr_in address_of(const char *text, int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
	if (inet_pton(AF_INET, text, &address.sin_addr) != 1) {
		fprintf(stderr, "not an IPv4 address: %s\n", text);
		exit(2);
	}
	return address;
}

static void set_time_limit(int fd)
{
	struct timeval second = {1, 0};
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &second, sizeof second);
}

static int is_looking;

/* Returns 0 when nothing has come for a second. */
static int await(int fd, short events)
{
	struct pollfd waiting = {fd, events, 0};
	const uint64_t end = now_ns() + 1000000000ull;
	if (!is_looking)
		return poll(&waiting, 1, 1000) > 0;
	while (poll(&waiting, 1, 0) == 0) {
		if (now_ns() > end)
			return 0;
		sched_yield();
	}
	return 1;
}

static int open_icmp(const char *address)
{
	struct sockaddr_in to = address_of(address, 0);
	int fd = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) < 0)
		fail("socket for ICMP");
	set_time_limit(fd);
	return fd;
}

static void send_echo(int fd, uint16_t sequence)
{
	uint8_t message[REQUEST] = {0};
	struct icmphdr *icmp = (struct icmphdr *)message;
	uint32_t sum = 0;
	icmp->type = ICMP_ECHO;
	icmp->un.echo.id = htons(getpid());
	icmp->un.echo.sequence = htons(sequence);
	for (int i = 0; i < REQUEST; i += 2)
		sum += message[i] << 8 | message[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	icmp->checksum = htons(~sum);
	send(fd, message, REQUEST, 0);
}

/* Returns the sequence number of an answer to us, or -1 if what has come is something else, or -2 if nothing has. */
static int receive_echo(int fd, int flags)
{
	uint8_t packet[1500];
	ssize_t length = recv(fd, packet, sizeof packet, flags);
	if (length < 0)
		return -2;
	int header = (packet[0] & 15) * 4;
	struct icmphdr *icmp = (struct icmphdr *)(packet + header);
	if (length < header + (int)sizeof *icmp || icmp->type != ICMP_ECHOREPLY || icmp->un.echo.id != htons(getpid()))
		return -1;
	return ntohs(icmp->un.echo.sequence);
}

static void ping(const char *address, long count, long pause)
{
	int fd = open_icmp(address);
	for (long i = 0; i < count; i++) {
		uint64_t begin = now_ns();
		int answer;
		send_echo(fd, i);
		do
			answer = await(fd, POLLIN) ? receive_echo(fd, MSG_DONTWAIT) : -2;
		while (answer != (uint16_t)i && answer != -2);
		if (answer == -2)
			printf("lost\n");
		else
			printf("%lu\n", now_ns() - begin);
		pause_us(pause);
	}
}

static ssize_t read_all(int fd, char *buffer, ssize_t length)
{
	ssize_t got = 0;
	while (got < length) {
		ssize_t more = await(fd, POLLIN) ? read(fd, buffer + got, length - got) : 0;
		if (more <= 0)
			return got;
		got += more;
	}
	return got;
}

static int connect_to(int fd, const struct sockaddr_in *to)
{
	int error = 0;
	socklen_t length = sizeof error;
	if (connect(fd, (const struct sockaddr *)to, sizeof *to) < 0 && errno != EINPROGRESS)
		return -1;
	return await(fd, POLLOUT) && getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) == 0 && error == 0 ? 0 : -1;
}

static void connect_often(const char *address, int port, long count, long pause)
{
	static char buffer[ANSWER];
	struct sockaddr_in to = address_of(address, port);
	int one = 1;
	for (long i = 0; i < count; i++) {
		uint64_t begin = now_ns();
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
		if (connect_to(fd, &to) == 0 && write(fd, buffer, REQUEST) == REQUEST &&
		    read_all(fd, buffer, ANSWER) == ANSWER)
			printf("%lu\n", now_ns() - begin);
		else
			printf("lost\n");
		/* the server ends it first, and keeps its port in TIME_WAIT */
		read_all(fd, buffer, 1);
		close(fd);
		pause_us(pause);
	}
}

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	stopped = signal;
}

static void watch(const char *address, long pause)
{
	int fd = open_icmp(address);
	struct pollfd waiting = {fd, POLLIN, 0};
	uint64_t next = now_ns();
	signal(SIGINT, stop);
	for (uint16_t sequence = 0; !stopped;) {
		uint64_t now = now_ns();
		if (now >= next) {
			send_echo(fd, sequence++);
			next += pause * 1000ull;
			continue;
		}
		struct timespec left = {0, next - now};
		ppoll(&waiting, 1, &left, 0);
		for (int answer; (answer = receive_echo(fd, MSG_DONTWAIT)) != -2;)
			if (answer >= 0)
				printf("%lu\n", now_ns());
	}
}

static void serve(int port)
{
	static char buffer[ANSWER];
	struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons(port)};
	int one = 1;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (fd < 0 || bind(fd, (struct sockaddr *)&any, sizeof any) < 0 || listen(fd, 128) < 0)
		fail("listen");
	for (;;) {
		int client = accept(fd, 0, 0);
		if (client < 0)
			continue;
		setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
		set_time_limit(client);
		if (read_all(client, buffer, REQUEST) == REQUEST && write(client, buffer, ANSWER) < 0)
			perror("write");
		close(client);
	}
}

int main(int argc, char **argv)
{
	/* the kernel would lengthen each pause by 50 us, to do several at once */
	prctl(PR_SET_TIMERSLACK, 1);
	is_looking = argc > 2 && strcmp(argv[2], "look") == 0;
	if (argc == 6 && strcmp(argv[1], "ping") == 0)
		ping(argv[3], atol(argv[4]), atol(argv[5]));
	else if (argc == 7 && strcmp(argv[1], "connect") == 0)
		connect_often(argv[3], atoi(argv[4]), atol(argv[5]), atol(argv[6]));
	else if (argc == 4 && strcmp(argv[1], "watch") == 0)
		watch(argv[2], atol(argv[3]));
	else if (argc == 3 && strcmp(argv[1], "serve") == 0)
		serve(atoi(argv[2]));
	else
		return fprintf(stderr, "usage: latency ping|connect|watch|serve ...: see the source\n"), 2;
	return 0;
}
