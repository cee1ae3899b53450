/* kbus.md 4: open, the numbers, BIND, UNBIND, REPLIER, and the settings. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "check.h"
#include "ksock.h"
#include "tests.h"

static char long_name[1003];

static const char *name_of_length(size_t length)
{
    memset(long_name, 'a', length);
    memcpy(long_name, "$.", 2);
    long_name[length] = 0;
    return long_name;
}

void each_of_the_18_ioctls_is_known(void)
{
    int fd = ks_open();
    static const unsigned long numbers[] = {
        KBUS_RESET, KBUS_BIND, KBUS_UNBIND, KBUS_KSOCKID, KBUS_REPLIER, KBUS_NEXTMSG, KBUS_LENLEFT, KBUS_DISCARD, KBUS_LASTSENT, KBUS_MAXMSGS, KBUS_NUMMSGS,
        KBUS_UNREPLIEDTO, KBUS_MSGONLYONCE, KBUS_VERBOSE, KBUS_REPORTREPLIERBINDS, KBUS_MAXMSGSIZE,
    };
    struct kbus_id id;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct kbus_bind argument = {0, 3, "$.A"};
        if (ioctl(fd, numbers[i], &argument) < 0)
            fail(__FILE__, __LINE__, "ioctl 0x%08lx gave errno %d", numbers[i], errno);
    }

    FAILS(ENOMSG, ioctl(fd, KBUS_SEND, &id));
    EQUAL(0, ioctl(fd, KBUS_RESET));
    EQUAL(0, ioctl(fd, KBUS_DISCARD));
}

void any_other_type_number_or_size_is_ENOTTY(void)
{
    int fd = ks_open();
    char argument[64] = {0};
    unsigned long other_size = KBUS_KSOCKID ^ 0x000c0000ul;
    static const unsigned long numbers[] = {
        0x00006b00, 0x00006b13, 0x80086b13, 0x00006bff, 0x80086a04, 0x80084b04, 0xc0086b04, 0x40086b04, 0x00006b04, 0x80106b04, 0x80006b04, 0x40106b02, 0xc0086b02, 0x5401,
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        errno = 0;
        if (ioctl(fd, numbers[i], argument) != -1 || errno != ENOTTY)
            fail(__FILE__, __LINE__, "ioctl 0x%08lx gave errno %d; expected ENOTTY", numbers[i], errno);
    }

    FAILS(ENOTTY, ioctl(fd, other_size, argument));
}

void only_the_bytes_of_the_answer_are_written(void)
{
    int fd = ks_open();
    unsigned char answer[24];
    memset(answer, 0xee, sizeof answer);
    EQUAL(0, ioctl(fd, KBUS_KSOCKID, answer));
    for (size_t i = 4; i < sizeof answer; i++)
        EQUAL(0xee, answer[i]);
    memset(answer, 0xee, sizeof answer);
    EQUAL(0, ioctl(fd, KBUS_LASTSENT, answer));
    for (size_t i = 0; i < sizeof answer; i++)
        EQUAL(i < 8 ? 0 : 0xee, answer[i]);

    struct kbus_replier replier = {77, 3, "$.A"};
    EQUAL(0, ioctl(fd, KBUS_REPLIER, &replier));
    EQUAL(0, replier.return_id);
    EQUAL(3, replier.name_len);
    CHECK(strcmp(replier.name, "$.A") == 0);
}

void a_bad_pointer_is_EFAULT_and_harms_nothing(void)
{
    int fd = ks_open(), listener = ks_open();
    ks_listen(listener, "$.A");
    void *nowhere = (void *)(uintptr_t)16;
    FAILS(EFAULT, ioctl(fd, KBUS_KSOCKID, nowhere));
    FAILS(EFAULT, ioctl(fd, KBUS_BIND, nowhere));
    FAILS(EFAULT, ioctl(fd, KBUS_MAXMSGS, nowhere));
    struct kbus_bind bind = {1, 8, nowhere};
    FAILS(EFAULT, ioctl(fd, KBUS_BIND, &bind));
    struct kbus_replier replier = {0, 8, nowhere};
    FAILS(EFAULT, ioctl(fd, KBUS_REPLIER, &replier));

    struct kbus_id id;
    struct kbus_header message = header_of("$.A", "data", 4, 0);
    message.data = nowhere;
    EQUAL(sizeof message, write(fd, &message, sizeof message));
    FAILS(EFAULT, ioctl(fd, KBUS_SEND, &id));
    silent(listener);
    ioctl(fd, KBUS_DISCARD);
    say(fd, "$.A", 0);
    static struct entire got;
    receive_only(listener, &got);
}

void ids_go_up_by_one_in_order_of_opening(void)
{
    int first = ks_open(), second = ks_open();
    uint32_t id = ks_ask(first, KBUS_KSOCKID);
    CHECK(id != 0);
    EQUAL(id + 1, ks_ask(second, KBUS_KSOCKID));
    close(second);
    EQUAL(id + 2, ks_ask(ks_open(), KBUS_KSOCKID));
    EQUAL(id, ks_ask(first, KBUS_KSOCKID));
}

void bind_refuses_what_is_no_name(void)
{
    static const char *const malformed[] = {"$", "$.", "Fred", "$..Fred", "$.Fred.", "$.Fred*", "$.Fr ed", "$.*.Fred", "$.Fr\xc3\xa9", ".$.A"};
    int fd = ks_open();
    FAILS(EBADMSG, ks_bind(fd, 0, ""));
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++) {
        FAILS(EBADMSG, ks_bind(fd, 0, malformed[i]));
        FAILS(EBADMSG, ks_bind(fd, 1, malformed[i]));
    }

    EQUAL(0, ks_bind(fd, 0, name_of_length(1000)));
    FAILS(ENAMETOOLONG, ks_bind(fd, 0, name_of_length(1001)));
    FAILS(EBADMSG, ks_bind(fd, 1, "$.KBUS.ReplierBindEvent"));
    EQUAL(0, ks_bind(fd, 0, "$.KBUS.ReplierBindEvent"));
    EQUAL(0, ks_bind(fd, 0, "$.*"));
    EQUAL(0, ks_bind(fd, 1, "$.A.%"));
}

void a_name_has_one_replier(void)
{
    int one = ks_open(), other = ks_open();
    ks_answer(one, "$.A");
    FAILS(EADDRINUSE, ks_bind(other, 1, "$.A"));
    FAILS(EADDRINUSE, ks_bind(one, 1, "$.A"));
    ks_listen(other, "$.A");
    ks_listen(other, "$.A");
    ks_answer(other, "$.%");
    EQUAL(0, ks_unbind(one, 1, "$.A"));
    ks_answer(other, "$.A");
}

void unbind_of_what_is_not_bound_is_EINVAL(void)
{
    int fd = ks_open(), other = ks_open();
    FAILS(EINVAL, ks_unbind(fd, 0, "$.A"));
    ks_listen(fd, "$.A");
    FAILS(EINVAL, ks_unbind(fd, 1, "$.A"));
    FAILS(EINVAL, ks_unbind(other, 0, "$.A"));
    EQUAL(0, ks_unbind(fd, 0, "$.A"));
    FAILS(EINVAL, ks_unbind(fd, 0, "$.A"));
}

void replier_finds_names_byte_for_byte(void)
{
    int fd = ks_open();
    uint32_t id = ks_ask(fd, KBUS_KSOCKID);
    ks_answer(fd, "$.A.*");
    EQUAL(0, ks_replier(fd, "$.A.B"));
    EQUAL(id, ks_replier(fd, "$.A.*"));
    struct kbus_replier none = {5, 0, ""}, many = {5, 1001, name_of_length(1001)};
    FAILS(ENAMETOOLONG, ioctl(fd, KBUS_REPLIER, &none));
    FAILS(ENAMETOOLONG, ioctl(fd, KBUS_REPLIER, &many));
}

void settings_ask_and_set(void)
{
    int fd = ks_open(), other = ks_open();
    EQUAL(100, ks_set(fd, KBUS_MAXMSGS, 0));
    EQUAL(7, ks_set(fd, KBUS_MAXMSGS, 7));
    EQUAL(7, ks_set(fd, KBUS_MAXMSGS, 0));
    EQUAL(100, ks_set(other, KBUS_MAXMSGS, 0));
    EQUAL(0xffffffffu, ks_set(fd, KBUS_MAXMSGS, 0xffffffffu));
    EQUAL(0, ks_ask(fd, KBUS_NUMMSGS));
    EQUAL(0, ks_ask(fd, KBUS_UNREPLIEDTO));
    EQUAL(0, ks_ask(fd, KBUS_LENLEFT));

    EQUAL(0, ks_set(fd, KBUS_MSGONLYONCE, 1));
    EQUAL(1, ks_set(fd, KBUS_MSGONLYONCE, KBUS_ASK));
    EQUAL(0, ks_set(other, KBUS_MSGONLYONCE, KBUS_ASK));
    static const unsigned long of_device[] = {KBUS_VERBOSE, KBUS_REPORTREPLIERBINDS};
    for (int i = 0; i < 2; i++) {
        EQUAL(0, ks_set(fd, of_device[i], 1));
        EQUAL(1, ks_set(other, of_device[i], KBUS_ASK));
        EQUAL(1, ks_set(other, of_device[i], 0));
        EQUAL(0, ks_set(fd, of_device[i], KBUS_ASK));
    }

    uint32_t wrong = 2;
    FAILS(EINVAL, ioctl(fd, KBUS_MSGONLYONCE, &wrong));
    FAILS(EINVAL, ioctl(fd, KBUS_VERBOSE, &wrong));
    FAILS(EINVAL, ioctl(fd, KBUS_REPORTREPLIERBINDS, &wrong));
}

void maxmsgsize_is_the_limit_of_the_entire_length(void)
{
    int fd = ks_open();
    uint32_t most = ks_set(fd, KBUS_MAXMSGSIZE, 1), over = most + 1, under = 99;
    CHECK(most >= 1024);
    FAILS(EINVAL, ioctl(fd, KBUS_MAXMSGSIZE, &over));
    FAILS(EINVAL, ioctl(fd, KBUS_MAXMSGSIZE, &under));
    EQUAL(200, ks_set(fd, KBUS_MAXMSGSIZE, 200));
    EQUAL(200, ks_set(ks_open(), KBUS_MAXMSGSIZE, 0));

    static char zeros[200];
    static struct entire entire;
    uint32_t fits = 200 - (uint32_t)sizeof(struct kbus_header) - 4 - 4;
    struct kbus_header message = header_of("$.A", zeros, fits, 0);
    send_message(fd, &message);
    message.data_len = fits + 1;
    make_entire(&entire, &message);
    FAILS(EMSGSIZE, write_all(fd, &entire));
    EQUAL(most, ks_set(fd, KBUS_MAXMSGSIZE, most));
}

void opened_for_reading_write_is_EBADF_and_ioctls_work(void)
{
    int reader = ks_open_for_reading(), writer = ks_open();
    struct kbus_header message = header_of("$.A", NULL, 0, 0);
    struct kbus_id id;
    FAILS(EBADF, write(reader, &message, sizeof message));
    FAILS(ENOMSG, ioctl(reader, KBUS_SEND, &id));
    ks_listen(reader, "$.A");
    EQUAL(0, poll_now(reader, POLLIN | POLLOUT));
    say(writer, "$.A", 0);
    EQUAL(POLLIN, poll_now(reader, POLLIN | POLLOUT));
    static struct entire got;
    receive_only(reader, &got);
    EQUAL(3, ks_set(reader, KBUS_MAXMSGS, 3));
}

void newdevice_makes_a_device_that_is_apart(void)
{
    int here = ks_open();
    uint32_t number = ks_ask(here, KBUS_NEWDEVICE);
    char path[32];
    snprintf(path, sizeof path, "/dev/kbus%u", (unsigned)number);
    CHECK(strcmp(path, device_path) != 0);
    int there = open(path, O_RDWR);
    CHECK(there >= 0);
    EQUAL(1, ks_ask(there, KBUS_KSOCKID));
    ks_listen(here, "$.A");
    ks_listen(there, "$.A");
    say(there, "$.A", 0);
    silent(here);
    static struct entire got;
    receive_only(there, &got);
}
