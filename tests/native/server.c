/* The server of a device killed at random moments: whoever is in the middle of a call or waits gets an error, at once, and the device goes. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "ksock.h"
#include "tests.h"

enum { ROUNDS = 60, ROUND_LIMIT_SECONDS = 30, LONGEST_LIFE_MICROSECONDS = 50000, GONE = 7 };

char **server_command;

static struct entire got, large;

/* What a call gave; the caller ends as it should where the device is gone, and badly where it failed otherwise. */
static long or_gone(long result, int but)
{
    if (result >= 0 || errno == but)
        return result;
    if (errno == ENODEV || errno == EIO || errno == ENXIO || errno == ENOTCONN || errno == ECONNABORTED)
        _exit(GONE);
    fail(__FILE__, __LINE__, "errno %d: %s; expected an error that says that the device is gone", errno, strerror(errno));
    return -1;
}

static int open_or_gone(void)
{
    int fd = open(device_path, O_RDWR);
    if (fd < 0 && errno == ENOENT)
        _exit(GONE);
    return (int)or_gone(fd, 0);
}

static void wait_or_gone(int fd, short wanted)
{
    struct pollfd one = {fd, wanted, 0};
    EQUAL(1, poll(&one, 1, -1));
    if (one.revents & ~wanted)
        _exit(GONE);
}

static void bind_or_gone(int fd, int is_replier, const char *name)
{
    struct kbus_bind bind = {(uint32_t)is_replier, (uint32_t)strlen(name), (char *)name};
    or_gone(ioctl(fd, KBUS_BIND, &bind), 0);
}

/* Whether it went; EADDRNOTAVAIL is the one refusal that may be. */
static int send_or_gone(int fd, const struct kbus_header *message, struct kbus_id *id)
{
    or_gone(write(fd, message, sizeof *message), 0);
    return or_gone(ioctl(fd, KBUS_SEND, id), EADDRNOTAVAIL) == 0;
}

static void receive_or_gone(int fd)
{
    uint32_t length = 0;
    wait_or_gone(fd, POLLIN);
    EQUAL(1, or_gone(ioctl(fd, KBUS_NEXTMSG, &length), 0));

    /* The kernel reads a long message in pieces, between which the server may go. */
    for (uint32_t have = 0; have < length;) {
        int count = or_gone(read(fd, got.at.bytes + have, length - have), 0);
        EQUAL(1, count > 0);
        have += (uint32_t)count;
    }
}

static void answer(void)
{
    int fd = open_or_gone();
    bind_or_gone(fd, 1, "$.Q");
    for (;;) {
        receive_or_gone(fd);
        struct kbus_header reply = header_of("$.Q", "done", 4, 0);
        struct kbus_id id;
        reply.to = got.at.header.from;
        reply.in_reply_to = got.at.header.id;
        send_or_gone(fd, &reply, &id);
    }
}

/* Each Request is answered, by a Reply or a Status, or the device is gone. */
static void ask(void)
{
    int fd = open_or_gone();
    struct kbus_header request = header_of("$.Q", "what", 4, WANT_A_REPLY);
    for (;;) {
        struct kbus_id id;
        if (send_or_gone(fd, &request, &id)) {
            receive_or_gone(fd);
            EQUAL(id.serial, got.at.header.in_reply_to.serial);
        }
    }
}

static void wait_for_nothing(void)
{
    int fd = open_or_gone();
    bind_or_gone(fd, 0, "$.Never");
    for (;;)
        receive_or_gone(fd);
}

/* A send that waits for room that never comes. */
static void wait_to_send(void)
{
    int fd = open_or_gone();
    uint32_t one = 1;
    struct kbus_id id;
    struct kbus_header message = header_of("$.Full", NULL, 0, ALL_OR_WAIT);
    bind_or_gone(fd, 0, "$.Full");
    or_gone(ioctl(fd, KBUS_MAXMSGS, &one), 0);
    CHECK(send_or_gone(fd, &message, &id));
    or_gone(write(fd, &message, sizeof message), 0);
    EQUAL(-1, or_gone(ioctl(fd, KBUS_SEND, &id), EAGAIN));
    wait_or_gone(fd, POLLOUT);
    fail(__FILE__, __LINE__, "a send went that had no room");
}

/* Long transfers, begun and not ended, and Ksocks opened and closed. */
static void bother(void)
{
    static char data[300000];
    struct kbus_header message = header_of("$.Noise", data, sizeof data, 0);
    struct kbus_id id;
    make_entire(&large, &message);
    for (;;) {
        int fd = open_or_gone();
        bind_or_gone(fd, 0, "$.Noise");
        or_gone(write(fd, large.at.bytes, large.length), 0);
        or_gone(ioctl(fd, KBUS_SEND, &id), 0);
        send_or_gone(fd, &message, &id);
        receive_or_gone(fd);
        or_gone(write(fd, large.at.bytes, 100000), 0);
        close(fd);
    }
}

static void (*const roles[])(void) = {answer, ask, ask, wait_for_nothing, wait_to_send, bother};

enum { CALLERS = sizeof roles / sizeof roles[0] };

static pid_t start_caller(void (*run)(void))
{
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        alarm(ROUND_LIMIT_SECONDS);
        run();
    }

    return child;
}

/* Gives its process when it serves the device; it ends when its input does, so that none is left when this test is. */
static pid_t start_server(int *input, int *output)
{
    int in[2], out[2];
    EQUAL(0, pipe(in));
    EQUAL(0, pipe(out));
    pid_t server = fork();
    CHECK(server >= 0);
    if (server == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        close(in[1]);
        execvp(server_command[0], server_command);
        _exit(127);
    }

    close(in[0]);
    close(out[1]);
    char line[64] = "";
    CHECK(read(out[0], line, sizeof line - 1) > 0);
    if (strncmp(line, "serving ", 8) != 0)
        fail(__FILE__, __LINE__, "the server says '%s'", line);
    *input = in[1];
    *output = out[0];
    return server;
}

static void nap(void)
{
    struct timespec life = {0, 1000L * (rand() % LONGEST_LIFE_MICROSECONDS)};
    nanosleep(&life, NULL);
}

void a_server_killed_at_random_moments_leaves_nobody_waiting(void)
{
    srand(2);
    for (int round = 0; round < ROUNDS; round++) {
        alarm(ROUND_LIMIT_SECONDS);
        int input, output, status;
        pid_t callers[CALLERS];
        pid_t server = start_server(&input, &output);
        for (int i = 0; i < CALLERS; i++)
            callers[i] = start_caller(roles[i]);

        nap();
        int killed = round % 2 ? rand() % CALLERS : -1;
        if (killed >= 0) {
            EQUAL(0, kill(callers[killed], SIGKILL));
            nap();
        }

        EQUAL(0, kill(server, SIGKILL));
        EQUAL(server, waitpid(server, &status, 0));
        CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        for (int i = 0; i < CALLERS; i++) {
            EQUAL(callers[i], waitpid(callers[i], &status, 0));
            if (i == killed)
                CHECK(WIFSIGNALED(status) || WEXITSTATUS(status) == GONE);
            else if (!WIFEXITED(status) || WEXITSTATUS(status) != GONE)
                fail(__FILE__, __LINE__, "in round %d caller %d ended with status %x; 'hung' is e", round, i, status);
        }

        CHECK(access(device_path, F_OK) < 0);
        close(input);
        close(output);
    }
}
