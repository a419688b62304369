/*
 * Sleeps for a millisecond again and again, and prints by how many nanoseconds each sleep was longer, a line each, when it ends after SECONDS: what the machine
 * withholds from a thread that wants to run. io.fairlead.bench.soak.HiccupMeter does the same inside a JVM.
 *
 *   hiccup SECONDS
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SLEEP_NS 1000000

static uint64_t now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ull + now.tv_nsec;
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return fprintf(stderr, "usage: hiccup SECONDS\n"), 2;
	const struct timespec time = {0, SLEEP_NS};
	const uint64_t end = now_ns() + atol(argv[1]) * 1000000000ull;
	const size_t room = (size_t)atol(argv[1]) * 1000;
	uint64_t *longer = calloc(room + 1, sizeof *longer);
	size_t count = 0;
	uint64_t begin = now_ns();
	while (begin < end && count < room) {
		nanosleep(&time, 0);
		const uint64_t now = now_ns();
		longer[count++] = now - begin - SLEEP_NS;
		begin = now;
	}
	for (size_t i = 0; i < count; i++)
		printf("%lu\n", longer[i]);
	return 0;
}
