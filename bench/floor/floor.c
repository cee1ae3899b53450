/*
 * What the kernel alone takes for what a pair of Limpets does: bytes moved from one process to another over one connection, and a ping-pong between two, with plain
 * read and write, for so many seconds.
 *
 *     floor stream   unix|tcp SIZE MESSAGES_A_WRITE SECONDS
 *     floor pingpong unix|tcp SIZE SECONDS free|one|two
 *
 * Prints a line: messages (or rounds), nanoseconds, nanoseconds of processor time of both processes; and for a ping-pong the nanoseconds that 50, 90, 99, 99.9 and
 * 100 % of the rounds took at the most. A quarter of the time before that is not measured. Who wakes whom on which processor is most of what a round takes: the two
 * are where the kernel puts them ("free"), on one processor, or on one each.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { READ_AT_LEAST = 65536, MOST_ROUNDS = 4000000 };

static void must(int holds, const char *what)
{
    if (!holds) {
        perror(what);
        exit(1);
    }
}

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* On the first processor that it may use, or the second. */
static void stay_on(int number)
{
    cpu_set_t all, one;
    int processor = 0;
    must(sched_getaffinity(0, sizeof all, &all) == 0, "sched_getaffinity");
    if (number >= CPU_COUNT(&all)) {
        fprintf(stderr, "there is one processor alone\n");
        exit(1);
    }

    for (int seen = -1; (seen += CPU_ISSET(processor, &all) != 0) < number;) {
        processor++;
    }

    CPU_ZERO(&one);
    CPU_SET(processor, &one);
    must(sched_setaffinity(0, sizeof one, &one) == 0, "sched_setaffinity");
}

static int64_t used_by(int who)
{
    struct rusage usage;
    must(getrusage(who, &usage) == 0, "getrusage");
    return ((int64_t)usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000 + ((int64_t)usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000;
}

static void join_by_tcp(int *ends)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    int one = 1;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    must(listener >= 0 && bind(listener, (struct sockaddr *)&address, length) == 0 && listen(listener, 1) == 0, "listen");
    must(getsockname(listener, (struct sockaddr *)&address, &length) == 0, "getsockname");
    ends[0] = socket(AF_INET, SOCK_STREAM, 0);
    must(ends[0] >= 0 && connect(ends[0], (struct sockaddr *)&address, length) == 0, "connect");
    ends[1] = accept(listener, NULL, NULL);
    must(ends[1] >= 0, "accept");
    for (int i = 0; i < 2; i++) {
        must(setsockopt(ends[i], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) == 0, "TCP_NODELAY");
    }

    close(listener);
}

static int write_all(int fd, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = write(fd, bytes, count);
        if (written <= 0) {
            return 0;
        }

        bytes += written;
        count -= (size_t)written;
    }

    return 1;
}

static int read_all(int fd, char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t got = read(fd, bytes, count);
        if (got <= 0) {
            return 0;
        }

        bytes += got;
        count -= (size_t)got;
    }

    return 1;
}

static int stream(int *ends, size_t size, size_t batch, double seconds)
{
    size_t room = size * batch > READ_AT_LEAST ? size * batch : READ_AT_LEAST;
    char *bytes = calloc(1, room);
    must(bytes != NULL, "calloc");
    int64_t warm = (int64_t)(seconds * 0.25e9), until = now() + warm + (int64_t)(seconds * 1e9);
    pid_t child = fork();
    must(child >= 0, "fork");
    if (child == 0) {
        close(ends[0]);
        while (now() < until) {
            must(write_all(ends[1], bytes, size * batch), "write");
        }

        return 0;
    }

    close(ends[1]);
    int64_t begun = 0, own = 0, moved = 0, started = now();
    ssize_t got;
    while ((got = read(ends[0], bytes, room)) > 0) {
        if (begun != 0) {
            moved += got;
        } else if (now() - started >= warm) {
            begun = now();
            own = used_by(RUSAGE_SELF);
        }
    }

    must(got == 0 && begun != 0, "read");
    int64_t ended = now();
    int status = 1;
    must(waitpid(child, &status, 0) == child && status == 0, "the sender");

    /* What the child used while it warmed up is taken to be like the rest. */
    double share = (double)(ended - begun) / (double)(ended - started);
    int64_t children = (int64_t)(share * (double)used_by(RUSAGE_CHILDREN));
    printf("%lld %lld %lld\n", (long long)(moved / (int64_t)size), (long long)(ended - begun), (long long)(used_by(RUSAGE_SELF) - own + children));
    return 0;
}

static int compare(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

static int pingpong(int *ends, size_t size, double seconds, const char *where)
{
    static const double shares[] = {0.5, 0.9, 0.99, 0.999, 1};
    char *bytes = calloc(1, size);
    uint32_t *rounds = malloc(MOST_ROUNDS * sizeof *rounds);
    must(bytes != NULL && rounds != NULL, "malloc");
    pid_t child = fork();
    must(child >= 0, "fork");
    if (strcmp(where, "free") != 0) {
        stay_on(child == 0 && strcmp(where, "two") == 0);
    }

    if (child == 0) {
        close(ends[0]);
        while (read_all(ends[1], bytes, size)) {
            must(write_all(ends[1], bytes, size), "write");
        }

        return 0;
    }

    close(ends[1]);
    int64_t started = now(), begun = started + (int64_t)(seconds * 0.25e9), until = begun + (int64_t)(seconds * 1e9), own = used_by(RUSAGE_SELF), at = started;
    int count = 0;
    while (at < until && count < MOST_ROUNDS) {
        must(write_all(ends[0], bytes, size) && read_all(ends[0], bytes, size), "ping");
        int64_t back = now();
        if (at >= begun) {
            rounds[count++] = (uint32_t)(back - at);
        }

        at = back;
    }

    own = used_by(RUSAGE_SELF) - own;
    close(ends[0]);
    int status = 1;
    must(waitpid(child, &status, 0) == child && status == 0 && count > 0, "the other process");
    double share = (double)(at - begun) / (double)(at - started);
    printf("%d %lld %lld", count, (long long)(at - begun), (long long)(share * (double)(own + used_by(RUSAGE_CHILDREN))));
    qsort(rounds, (size_t)count, sizeof *rounds, compare);
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        int index = (int)(shares[i] * count);
        printf(" %u", rounds[index < count ? index : count - 1]);
    }

    printf("\n");
    return 0;
}

int main(int argc, char **argv)
{
    int ends[2];
    int streams = argc == 6 && strcmp(argv[1], "stream") == 0, plays = argc == 6 && strcmp(argv[1], "pingpong") == 0;
    if ((!streams && !plays) || atol(argv[3]) < 1 || (streams && atol(argv[4]) < 1)) {
        fprintf(stderr, "floor stream unix|tcp SIZE MESSAGES_A_WRITE SECONDS, or floor pingpong unix|tcp SIZE SECONDS free|one|two\n");
        return 1;
    }

    if (strcmp(argv[2], "tcp") == 0) {
        join_by_tcp(ends);
    } else {
        must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0, "socketpair");
    }

    size_t size = (size_t)atol(argv[3]);
    return streams ? stream(ends, size, (size_t)atol(argv[4]), atof(argv[5])) : pingpong(ends, size, atof(argv[4]), argv[5]);
}
