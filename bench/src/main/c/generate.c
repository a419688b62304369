/*
 * Sends 60-byte TCP frames out of an interface for a time, as fast as it can or at a rate.
 *
 *   generate INTERFACE MILLISECONDS FLOWS DESTINATION_MAC SOURCE_MAC FRAMES_PER_SECOND
 *
 * From 10.64.0.0 on, 16 ports each, to port 80 of 10.51.0.100; first a SYN of each flow, 20 ms apart by the hundred, then bare ACKs, flow by flow with a stride.
 * FRAMES_PER_SECOND 0: no limit. Prints how many frames were handed to the interface.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LENGTH 60
#define BATCH 64
#define STRIDE 7919
#define SYN 0x02
#define ACK 0x10
#ifndef PACKET_QDISC_BYPASS
#define PACKET_QDISC_BYPASS 20
#endif

static uint8_t frames[BATCH][LENGTH];
static struct iovec vectors[BATCH];
static struct mmsghdr messages[BATCH];

static uint64_t now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ull + now.tv_nsec;
}

static uint16_t checksum(const uint8_t *bytes, int length, uint32_t sum)
{
	for (int i = 0; i < length; i += 2)
		sum += bytes[i] << 8 | bytes[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

static void fill(uint8_t *frame, unsigned flow, int flags)
{
	uint8_t *ip = frame + 14;
	uint8_t *tcp = ip + 20;
	unsigned client = 0x0a400000 + flow / 16;
	unsigned port = 20000 + flow % 16;
	for (int i = 0; i < 4; i++)
		ip[12 + i] = client >> (24 - 8 * i);
	ip[10] = ip[11] = 0;
	uint16_t sum = checksum(ip, 20, 0);
	ip[10] = sum >> 8;
	ip[11] = sum;
	tcp[0] = port >> 8;
	tcp[1] = port;
	tcp[13] = flags;
	tcp[16] = tcp[17] = 0;
	sum = checksum(tcp, 20, (ip[12] << 8 | ip[13]) + (ip[14] << 8 | ip[15]) + (ip[16] << 8 | ip[17]) +
					(ip[18] << 8 | ip[19]) + 6 + 20);
	tcp[16] = sum >> 8;
	tcp[17] = sum;
}

static void parse_mac(const char *text, uint8_t *mac)
{
	unsigned parts[6];
	if (sscanf(text, "%x:%x:%x:%x:%x:%x", parts, parts + 1, parts + 2, parts + 3, parts + 4, parts + 5) != 6) {
		fprintf(stderr, "not a MAC address: %s\n", text);
		exit(2);
	}
	for (int i = 0; i < 6; i++)
		mac[i] = parts[i];
}

static unsigned long send_batch(int fd, int count)
{
	int sent = sendmmsg(fd, messages, count, 0);
	return sent < 0 ? 0 : sent;
}

int main(int argc, char **argv)
{
	if (argc != 7) {
		fprintf(stderr, "usage: generate INTERFACE MILLISECONDS FLOWS DESTINATION_MAC SOURCE_MAC RATE\n");
		return 2;
	}
	unsigned flows = atoi(argv[3]);
	unsigned long rate = atol(argv[6]);
	int one = 1;
	struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(argv[1])};
	int fd = socket(AF_PACKET, SOCK_RAW, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0) {
		perror(argv[1]);
		return 1;
	}
	setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &one, sizeof one);
	for (int i = 0; i < BATCH; i++) {
		static const uint8_t headers[LENGTH] = {
			[12] = 0x08, [14] = 0x45, [17] = 40, [22] = 64, [23] = 6, [30] = 10, [31] = 51, [33] = 100,
			[37] = 80, [41] = 1, [45] = 1, [46] = 0x50, [48] = 0xfa, [49] = 0xf0};
		memcpy(frames[i], headers, LENGTH);
		parse_mac(argv[4], frames[i]);
		parse_mac(argv[5], frames[i] + 6);
		vectors[i] = (struct iovec){frames[i], LENGTH};
		messages[i].msg_hdr.msg_iov = &vectors[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	unsigned long sent = 0;
	for (unsigned flow = 0; flow < flows; flow++) {
		fill(frames[flow % BATCH], flow, SYN);
		if (flow % BATCH == BATCH - 1 || flow == flows - 1) {
			sent += send_batch(fd, flow % BATCH + 1);
			usleep(1000);
		}
	}
	usleep(20000);
	uint64_t begin = now_ns();
	uint64_t end = begin + atol(argv[2]) * 1000000ull;
	unsigned flow = 0;
	unsigned long paced = 0;
	for (uint64_t now = begin; now < end; now = now_ns()) {
		if (rate && paced > (now - begin) * rate / 1000000000ull)
			continue;
		for (int i = 0; i < BATCH; i++) {
			flow = (flow + STRIDE) % flows;
			fill(frames[i], flow, ACK);
		}
		sent += send_batch(fd, BATCH);
		paced += BATCH;
	}
	printf("%lu\n", sent);
	return 0;
}
