/* poll, and a Ksock among several processes: fork, dup, and ends of all kinds. */
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "ksock.h"
#include "tests.h"

static struct entire got;

void poll_says_readable_and_writable(void)
{
    int fd = ks_open();
    ks_listen(fd, "$.A");
    EQUAL(POLLOUT, poll_now(fd, POLLIN | POLLOUT));
    EQUAL(0, poll_now(fd, POLLIN));
    say(fd, "$.A", 0);
    EQUAL(POLLIN | POLLOUT, poll_now(fd, POLLIN | POLLOUT));
    EQUAL(1, receive(fd, &got));
    EQUAL(POLLOUT, poll_now(fd, POLLIN | POLLOUT));
}

/* A child that goes on when it is told to, by a byte through the pipe. */
static pid_t fork_waiting(int *tell)
{
    int ends[2];
    EQUAL(0, pipe(ends));
    pid_t child = fork();
    CHECK(child >= 0);
    char byte;
    if (child == 0) {
        close(ends[1]);
        EQUAL(1, read(ends[0], &byte, 1));
    }

    *tell = ends[1];
    return child;
}

void poll_is_woken_by_another_process(void)
{
    int fd = ks_open(), tell;
    ks_listen(fd, "$.A");
    for (int i = 0; i < 3; i++) {
        pid_t child = fork_waiting(&tell);
        if (child == 0) {
            say(ks_open(), "$.A", 0);
            _exit(0);
        }

        EQUAL(0, poll_now(fd, POLLIN));
        EQUAL(1, write(tell, "x", 1));
        EQUAL(POLLIN, poll_long(fd, POLLIN));
        receive_only(fd, &got);
        child_ended(child);
    }
}

void poll_is_woken_when_a_waiting_send_can_go(void)
{
    int sender = ks_open(), full = ks_open(), tell;
    ks_listen(full, "$.A");
    ks_set(full, KBUS_MAXMSGS, 1);
    say(sender, "$.A", 0);
    struct kbus_id id;
    struct kbus_header message = header_of("$.A", NULL, 0, ALL_OR_WAIT);
    FAILS(EAGAIN, try_send(sender, &message, &id));
    pid_t child = fork_waiting(&tell);
    if (child == 0) {
        CHECK(receive(full, &got));
        _exit(0);
    }

    EQUAL(0, poll_now(sender, POLLOUT));
    EQUAL(1, write(tell, "x", 1));
    EQUAL(POLLOUT, poll_long(sender, POLLOUT));
    child_ended(child);
    receive_only(full, &got);
    EQUAL(id.serial, got.at.header.id.serial);
}

void poll_is_woken_by_the_end_of_another_process(void)
{
    int asker = ks_open(), tell;
    pid_t child = fork_waiting(&tell);
    if (child == 0) {
        int replier = ks_open();
        close(asker);
        ks_answer(replier, "$.Q");
        say(replier, "$.Ready", 0);
        EQUAL(POLLIN, poll_long(replier, POLLIN));
        _exit(0);
    }

    ks_listen(asker, "$.Ready");
    EQUAL(1, write(tell, "x", 1));
    EQUAL(POLLIN, poll_long(asker, POLLIN));
    receive_only(asker, &got);
    struct kbus_id id = say(asker, "$.Q", WANT_A_REPLY);
    EQUAL(POLLIN, poll_long(asker, POLLIN));
    receive_only(asker, &got);
    CHECK(strcmp(name_in(&got), "$.KBUS.Replier.GoneAway") == 0);
    EQUAL(id.serial, got.at.header.in_reply_to.serial);
    child_ended(child);
}

void a_dup_keeps_the_ksock(void)
{
    int fd = ks_open(), other = ks_open();
    uint32_t id = ks_ask(fd, KBUS_KSOCKID);
    int copy = dup(fd);
    ks_answer(fd, "$.A");
    EQUAL(0, close(fd));
    EQUAL(id, ks_replier(other, "$.A"));
    EQUAL(id, ks_ask(copy, KBUS_KSOCKID));
    EQUAL(0, close(copy));
    EQUAL(0, ks_replier(other, "$.A"));
}

void a_fork_keeps_the_ksock_and_shares_it(void)
{
    int fd = ks_open(), other = ks_open(), tell;
    uint32_t id = ks_ask(fd, KBUS_KSOCKID);
    ks_answer(fd, "$.A");
    ks_listen(other, "$.From.Child");
    pid_t child = fork_waiting(&tell);
    if (child == 0) {
        EQUAL(id, ks_ask(fd, KBUS_KSOCKID));
        say(fd, "$.From.Child", 0);
        _exit(0);
    }

    EQUAL(0, close(fd));
    EQUAL(id, ks_replier(other, "$.A"));
    EQUAL(1, write(tell, "x", 1));
    child_ended(child);
    receive_only(other, &got);
    EQUAL(id, got.at.header.from);
    EQUAL(0, ks_replier(other, "$.A"));
}

void a_killed_replier_leaves_its_requests_answered(void)
{
    int asker = ks_open(), tell;
    ks_listen(asker, "$.Ready");
    pid_t child = fork_waiting(&tell);
    if (child == 0) {
        int replier = ks_open();
        close(asker);
        ks_answer(replier, "$.Q");
        say(replier, "$.Ready", 0);
        EQUAL(POLLIN, poll_long(replier, POLLIN));
        CHECK(receive(replier, &got));
        say(replier, "$.Ready", 0);
        for (;;)
            pause();
    }

    EQUAL(1, write(tell, "x", 1));
    EQUAL(POLLIN, poll_long(asker, POLLIN));
    receive_only(asker, &got);
    struct kbus_id popped = say(asker, "$.Q", WANT_A_REPLY);
    EQUAL(POLLIN, poll_long(asker, POLLIN));
    receive_only(asker, &got);
    struct kbus_id queued = say(asker, "$.Q", WANT_A_REPLY);
    EQUAL(0, kill(child, SIGKILL));
    int status;
    EQUAL(child, waitpid(child, &status, 0));
    CHECK(WIFSIGNALED(status));
    CHECK(receive(asker, &got));
    CHECK(strcmp(name_in(&got), "$.KBUS.Replier.GoneAway") == 0);
    EQUAL(queued.serial, got.at.header.in_reply_to.serial);
    receive_only(asker, &got);
    CHECK(strcmp(name_in(&got), "$.KBUS.Replier.Ignored") == 0);
    EQUAL(popped.serial, got.at.header.in_reply_to.serial);
}
