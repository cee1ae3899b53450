/* kbus.md 3.1, and 4: NEXTMSG, read, LENLEFT, write, SEND, DISCARD, LASTSENT. */
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "check.h"
#include "ksock.h"
#include "tests.h"

static struct entire sent, got;

static void hello(struct entire *entire, uint32_t flags)
{
    struct kbus_header message = header_of("$.Hello", "world!", 6, flags);
    make_entire(entire, &message);
}

void what_is_read_is_an_entire_message_byte_for_byte(void)
{
    int fd = ks_open();
    ks_listen(fd, "$.Hello");
    hello(&sent, 0x12340000u | SYNTHETIC);
    sent.at.header.to = 99;
    sent.at.header.from = 98;
    sent.at.header.extra = 97;
    sent.at.header.orig_from = (struct kbus_id){1, 2};
    sent.at.header.final_to = (struct kbus_id){3, 4};
    struct kbus_id id = {0, 0};
    EQUAL(sent.length, write_all(fd, &sent));
    EQUAL(0, ioctl(fd, KBUS_SEND, &id));
    receive_only(fd, &got);

    sent.at.header.id = id;
    sent.at.header.from = ks_ask(fd, KBUS_KSOCKID);
    sent.at.header.extra = 0;
    sent.at.header.flags = 0x12340000u;
    EQUAL(sizeof(struct kbus_header) + 8 + 8 + 4, got.length);
    EQUAL(sent.length, got.length);
    for (size_t i = 0; i < got.length; i++)
        if (sent.at.bytes[i] != got.at.bytes[i])
            fail(__FILE__, __LINE__, "byte %d is 0x%02x; expected 0x%02x", (int)i, got.at.bytes[i], sent.at.bytes[i]);
}

void a_message_is_written_and_read_a_byte_at_a_time(void)
{
    int fd = ks_open();
    ks_listen(fd, "$.Hello");
    hello(&sent, 0);
    for (size_t i = 0; i < sent.length; i++)
        EQUAL(1, write(fd, sent.at.bytes + i, 1));
    struct kbus_id id;
    EQUAL(0, ioctl(fd, KBUS_SEND, &id));
    uint32_t length = 0;
    EQUAL(0, ks_ask(fd, KBUS_LENLEFT));
    EQUAL(1, ioctl(fd, KBUS_NEXTMSG, &length));
    EQUAL(sent.length, length);
    for (size_t i = 0; i < length; i++) {
        EQUAL(length - i, ks_ask(fd, KBUS_LENLEFT));
        EQUAL(1, read(fd, got.at.bytes + i, 1));
    }

    EQUAL(0, read(fd, got.at.bytes, 1));
    EQUAL(0, ks_ask(fd, KBUS_LENLEFT));
    CHECK(memcmp(name_in(&got), name_in(&sent), length - sizeof(struct kbus_header)) == 0);
}

void a_pointy_message_is_fetched_at_send(void)
{
    int fd = ks_open();
    ks_listen(fd, "$.Hello");
    char name[] = "$.Other", data[] = "before";
    struct kbus_header message = header_of(name, data, 6, 0);
    struct kbus_id id;
    EQUAL(sizeof message, write(fd, &message, sizeof message));
    memcpy(name, "$.Hello", 7);
    memcpy(data, "after!", 6);
    EQUAL(0, ioctl(fd, KBUS_SEND, &id));
    memset(name, 0, sizeof name);
    memset(data, 0, sizeof data);
    receive_only(fd, &got);
    CHECK(strcmp(name_in(&got), "$.Hello") == 0);
    CHECK(memcmp(data_in(&got), "after!", 6) == 0);
    CHECK(got.at.header.name == NULL && got.at.header.data == NULL);

    /* Its name is checked when it is fetched. */
    message = header_of("$.Hello.*", data, 6, 0);
    EQUAL(sizeof message, write(fd, &message, sizeof message));
    FAILS(EBADMSG, ioctl(fd, KBUS_SEND, &id));
}

void a_pointy_message_without_data(void)
{
    int fd = ks_open();
    ks_listen(fd, "$.Hello");
    struct kbus_header message = header_of("$.Hello", NULL, 0, 0);
    struct kbus_id id;
    EQUAL(sizeof message, write(fd, &message, sizeof message));
    EQUAL(0, ioctl(fd, KBUS_SEND, &id));
    receive_only(fd, &got);
    EQUAL(0, got.at.header.data_len);
    EQUAL(sizeof message + 8 + 4, got.length);
}

void send_needs_a_whole_message(void)
{
    int fd = ks_open();
    struct kbus_id id;
    hello(&sent, 0);
    FAILS(ENOMSG, ioctl(fd, KBUS_SEND, &id));
    EQUAL(sent.length - 1, write(fd, sent.at.bytes, sent.length - 1));
    FAILS(EINVAL, ioctl(fd, KBUS_SEND, &id));
    FAILS(ENOMSG, ioctl(fd, KBUS_SEND, &id));
    EQUAL(sent.length, write_all(fd, &sent));
    EQUAL(0, ioctl(fd, KBUS_SEND, &id));
    FAILS(ENOMSG, ioctl(fd, KBUS_SEND, &id));
}

void discard_throws_the_message_away(void)
{
    int fd = ks_open();
    struct kbus_id id;
    EQUAL(0, ioctl(fd, KBUS_DISCARD));
    hello(&sent, 0);
    EQUAL(10, write(fd, sent.at.bytes, 10));
    EQUAL(0, ioctl(fd, KBUS_DISCARD));
    FAILS(ENOMSG, ioctl(fd, KBUS_SEND, &id));
    EQUAL(sent.length, write_all(fd, &sent));
    EQUAL(0, ioctl(fd, KBUS_DISCARD));
    FAILS(ENOMSG, ioctl(fd, KBUS_SEND, &id));
}

/* The header is refused, nothing of it is left, and the next message goes. */
static void header_fails(int fd, int expected, const struct kbus_header *header)
{
    struct kbus_id id;
    EQUAL(20, write(fd, header, 20));
    errno = 0;
    long result = (long)write(fd, (const char *)header + 20, sizeof *header - 20);
    if (result != -1 || errno != expected)
        fail(__FILE__, __LINE__, "write gave %ld with errno %d; expected errno %d", result, errno, expected);
    FAILS(ENOMSG, ioctl(fd, KBUS_SEND, &id));
    say(fd, "$.Hello", 0);
}

void a_wrong_header_has_its_errno_once_it_is_whole(void)
{
    int fd = ks_open();
    struct kbus_header right = header_of("$.Hello", "world!", 6, 0), wrong;
    wrong = right, wrong.start_guard++, header_fails(fd, EINVAL, &wrong);
    wrong = right, wrong.end_guard++, header_fails(fd, EINVAL, &wrong);
    wrong = right, wrong.name_len = 0, header_fails(fd, EINVAL, &wrong);
    wrong = right, wrong.name_len = 1001, header_fails(fd, ENAMETOOLONG, &wrong);
    wrong = right, wrong.name = NULL, header_fails(fd, EINVAL, &wrong);
    wrong = right, wrong.data = NULL, header_fails(fd, EINVAL, &wrong);
    wrong = right, wrong.data_len = 0, header_fails(fd, EINVAL, &wrong);
    wrong = right, wrong.flags = ALL_OR_FAIL | ALL_OR_WAIT, header_fails(fd, EINVAL, &wrong);
    wrong = right, wrong.data_len = 0x7fffffff, header_fails(fd, EMSGSIZE, &wrong);
    wrong = right, wrong.data_len = 0xffffffff, header_fails(fd, EMSGSIZE, &wrong);
}

void a_wrong_name_has_its_errno_once_it_is_whole(void)
{
    static const char *const wrong[] = {"$.Hello.*", "$.Hello.%", "Hello", "$.Hello.", "$..Hello", "$.Hel*lo"};
    int fd = ks_open();
    struct kbus_id id;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct kbus_header message = header_of(wrong[i], "world!", 6, 0);
        make_entire(&sent, &message);
        size_t most = sizeof message + message.name_len - 1;
        EQUAL(most, write(fd, sent.at.bytes, most));
        FAILS(EBADMSG, write(fd, sent.at.bytes + most, 1));
        FAILS(ENOMSG, ioctl(fd, KBUS_SEND, &id));
    }
}

void a_wrong_end_has_its_errno(void)
{
    int fd = ks_open();
    struct kbus_id id;
    hello(&sent, 0);
    sent.at.bytes[sent.length - 1] ^= 1;
    FAILS(EINVAL, write_all(fd, &sent));
    FAILS(ENOMSG, ioctl(fd, KBUS_SEND, &id));
    sent.at.bytes[sent.length - 1] ^= 1;
    EQUAL(sent.length, write_all(fd, &sent));
    FAILS(EMSGSIZE, write(fd, "x", 1));
    FAILS(ENOMSG, ioctl(fd, KBUS_SEND, &id));
    sent.length++;
    FAILS(EMSGSIZE, write_all(fd, &sent));
}

void the_largest_message_passes(void)
{
    int fd = ks_open();
    ks_listen(fd, "$.Hello");
    uint32_t most = ks_set(fd, KBUS_MAXMSGSIZE, 1);
    ks_set(fd, KBUS_MAXMSGSIZE, most);
    CHECK(most <= MOST);
    static unsigned char data[MOST];
    for (uint32_t i = 0; i < most; i++)
        data[i] = (unsigned char)(i * 7 + i / 256);
    struct kbus_header message = header_of("$.Hello", data, most - (uint32_t)sizeof message - 8 - 4, 0);
    send_message(fd, &message);
    receive_only(fd, &got);
    EQUAL(most, got.length);
    CHECK(memcmp(data_in(&got), data, message.data_len) == 0);

    struct kbus_id id;
    EQUAL(sizeof message, write(fd, &message, sizeof message));
    EQUAL(0, ioctl(fd, KBUS_SEND, &id));
    memset(&got, 0, sizeof got);
    receive_only(fd, &got);
    CHECK(memcmp(data_in(&got), data, message.data_len) == 0);
}

void nextmsg_drops_what_is_left(void)
{
    int fd = ks_open();
    uint32_t length;
    ks_listen(fd, "$.*");
    say(fd, "$.Hello", 0);
    say(fd, "$.Other.Name", 0);
    EQUAL(2, ks_ask(fd, KBUS_NUMMSGS));
    EQUAL(1, ioctl(fd, KBUS_NEXTMSG, &length));
    EQUAL(10, read(fd, got.at.bytes, 10));
    receive_only(fd, &got);
    CHECK(strcmp(name_in(&got), "$.Other.Name") == 0);
    EQUAL(0, read(fd, got.at.bytes, 10));
}

void read_and_write_never_block(void)
{
    int fd = ks_open();
    char byte;
    EQUAL(0, read(fd, &byte, 1));
    EQUAL(0, read(fd, &byte, 0));
    EQUAL(0, write(fd, &byte, 0));
}

void lastsent_is_the_last_id(void)
{
    int fd = ks_open();
    struct kbus_id last = {9, 9}, id;
    EQUAL(0, ioctl(fd, KBUS_LASTSENT, &last));
    EQUAL(0, last.network + last.serial);
    struct kbus_id first = say(fd, "$.A", 0);
    EQUAL(first.serial + 1, say(fd, "$.A", 0).serial);
    struct kbus_header request = header_of("$.Nobody", NULL, 0, WANT_A_REPLY);
    FAILS(EADDRNOTAVAIL, try_send(fd, &request, &id));
    EQUAL(0, ioctl(fd, KBUS_LASTSENT, &last));
    EQUAL(first.serial + 2, last.serial);
    request = header_of("$.A", NULL, 0, 0);
    request.id = (struct kbus_id){5, 6};
    id = send_message(fd, &request);
    EQUAL(5, id.network);
    EQUAL(6, id.serial);
    EQUAL(first.serial + 3, say(fd, "$.A", 0).serial);
}
