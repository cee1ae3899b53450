/* kbus.md 6: every Request that was sent is answered exactly once, whoever is killed in the middle of whatever. */
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

enum { ROUNDS = 200, REQUESTS = 3, LONGEST_LIFE_MICROSECONDS = 8000 };

static struct entire got, large;

/* The parent's, which the children must not keep open. */
static int asker;

/* Answers Requests until it is killed. */
static void answer_for_ever(void)
{
    close(asker);
    int fd = ks_open();
    ks_answer(fd, "$.Kill.Q");
    say(fd, "$.Kill.Ready", 0);
    for (;;) {
        poll_long(fd, POLLIN);
        while (receive(fd, &got))
            if (got.at.header.flags & WANT_YOU_TO_REPLY) {
                struct kbus_header reply = header_of("$.Kill.Q", "done", 4, 0);
                struct kbus_id id;
                reply.to = got.at.header.from;
                reply.in_reply_to = got.at.header.id;
                if (try_send(fd, &reply, &id) < 0)
                    CHECK(errno == EADDRNOTAVAIL || errno == ECONNREFUSED); /* who asked was faster to close */
            }
    }
}

/* Every kind of call, many of them half done, until it is killed. */
static void bother_for_ever(void)
{
    static char data[200000];
    struct kbus_header message = header_of("$.Kill.Noise", data, sizeof data, 0);
    struct kbus_id id;
    make_entire(&large, &message);
    for (;;) {
        int fd = ks_open();
        ks_listen(fd, "$.Kill.Noise");
        if (write(fd, large.at.bytes, 100000) == 100000)
            ioctl(fd, KBUS_DISCARD);
        if (write_all(fd, &large) > 0)
            ioctl(fd, KBUS_SEND, &id);
        uint32_t length;
        if (ioctl(fd, KBUS_NEXTMSG, &length) == 1 && read(fd, got.at.bytes, 1000) == 1000)
            poll_now(fd, POLLIN | POLLOUT);
        message = header_of("$.Kill.Q", data, 10, WANT_A_REPLY);
        if (write(fd, &message, sizeof message) == sizeof message)
            ioctl(fd, KBUS_SEND, &id);
        close(fd);
    }
}

static pid_t start(void (*run)(void))
{
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        run();
        _exit(1);
    }

    return child;
}

static void kill_and_wait(pid_t child)
{
    int status;
    EQUAL(0, kill(child, SIGKILL));
    EQUAL(child, waitpid(child, &status, 0));
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void receive_soon(int fd)
{
    EQUAL(POLLIN, poll_long(fd, POLLIN));
    EQUAL(1, receive(fd, &got));
}

void callers_killed_at_random_moments_harm_nobody(void)
{
    srand(1);
    for (int round = 0; round < ROUNDS; round++) {
        pid_t noise = start(bother_for_ever);
        asker = ks_open();
        ks_listen(asker, "$.Kill.Ready");
        pid_t replier = start(answer_for_ever);
        receive_soon(asker);
        CHECK(strcmp(name_in(&got), "$.Kill.Ready") == 0);

        uint32_t asked[REQUESTS];
        for (int i = 0; i < REQUESTS; i++)
            asked[i] = say(asker, "$.Kill.Q", WANT_A_REPLY).serial;
        struct timespec life = {0, 1000L * (rand() % LONGEST_LIFE_MICROSECONDS)};
        nanosleep(&life, NULL);
        kill_and_wait(round % 2 ? replier : noise);
        kill_and_wait(round % 2 ? noise : replier);

        for (int i = 0; i < REQUESTS; i++) {
            receive_soon(asker);
            int mine = 0;
            for (int j = 0; j < REQUESTS; j++) {
                mine += asked[j] == got.at.header.in_reply_to.serial;
                asked[j] = asked[j] == got.at.header.in_reply_to.serial ? 0 : asked[j];
            }

            EQUAL(1, mine);
        }

        silent(asker);
        EQUAL(0, ks_replier(asker, "$.Kill.Q"));
        close(asker);
    }
}
