#include "ksock.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

int ks_open(void)
{
    int fd = open(device_path, O_RDWR);
    CHECK(fd >= 0);
    return fd;
}

int ks_open_for_reading(void)
{
    int fd = open(device_path, O_RDONLY);
    CHECK(fd >= 0);
    return fd;
}

int ks_bind(int fd, int is_replier, const char *name)
{
    struct kbus_bind bind = {(uint32_t)is_replier, (uint32_t)strlen(name), name};
    return ioctl(fd, KBUS_BIND, &bind);
}

int ks_unbind(int fd, int is_replier, const char *name)
{
    struct kbus_bind bind = {(uint32_t)is_replier, (uint32_t)strlen(name), name};
    return ioctl(fd, KBUS_UNBIND, &bind);
}

void ks_listen(int fd, const char *name) { EQUAL(0, ks_bind(fd, 0, name)); }

void ks_answer(int fd, const char *name) { EQUAL(0, ks_bind(fd, 1, name)); }

uint32_t ks_ask(int fd, unsigned long number)
{
    uint32_t value = 0;
    EQUAL(0, ioctl(fd, number, &value));
    return value;
}

uint32_t ks_set(int fd, unsigned long number, uint32_t value)
{
    EQUAL(0, ioctl(fd, number, &value));
    return value;
}

uint32_t ks_replier(int fd, const char *name)
{
    struct kbus_replier replier = {0, (uint32_t)strlen(name), name};
    int found = ioctl(fd, KBUS_REPLIER, &replier);
    EQUAL(replier.return_id != 0, found);
    return replier.return_id;
}

struct kbus_header header_of(const char *name, const void *data, uint32_t data_len, uint32_t flags)
{
    struct kbus_header header;
    memset(&header, 0, sizeof header);
    header.start_guard = KBUS_START;
    header.flags = flags;
    header.name_len = (uint32_t)strlen(name);
    header.data_len = data_len;
    header.name = name;
    header.data = data_len ? data : NULL;
    header.end_guard = KBUS_END;
    return header;
}

void make_entire(struct entire *entire, const struct kbus_header *pointy)
{
    size_t name = 4 * ((pointy->name_len + 4) / 4), data = 4 * (((size_t)pointy->data_len + 3) / 4);
    uint32_t end = KBUS_END;
    entire->length = sizeof *pointy + name + data + 4;
    CHECK(entire->length <= sizeof entire->at);
    memset(entire->at.bytes, 0, entire->length);
    entire->at.header = *pointy;
    entire->at.header.name = NULL;
    entire->at.header.data = NULL;
    memcpy(entire->at.bytes + sizeof *pointy, pointy->name, pointy->name_len);
    if (pointy->data_len)
        memcpy(entire->at.bytes + sizeof *pointy + name, pointy->data, pointy->data_len);
    memcpy(entire->at.bytes + entire->length - 4, &end, 4);
}

const char *name_in(const struct entire *entire) { return (const char *)entire->at.bytes + sizeof entire->at.header; }

const void *data_in(const struct entire *entire)
{
    return entire->at.bytes + sizeof entire->at.header + 4 * ((entire->at.header.name_len + 4) / 4);
}

long write_all(int fd, const struct entire *entire) { return (long)write(fd, entire->at.bytes, entire->length); }

long try_send(int fd, const struct kbus_header *message, struct kbus_id *id)
{
    static struct entire entire;
    make_entire(&entire, message);
    memset(id, 0, sizeof *id);
    EQUAL(entire.length, write_all(fd, &entire));
    return ioctl(fd, KBUS_SEND, id);
}

struct kbus_id send_message(int fd, const struct kbus_header *message)
{
    struct kbus_id id;
    EQUAL(0, try_send(fd, message, &id));
    CHECK(id.serial != 0);
    return id;
}

struct kbus_id say(int fd, const char *name, uint32_t flags)
{
    struct kbus_header message = header_of(name, NULL, 0, flags);
    return send_message(fd, &message);
}

struct kbus_id reply_to(int fd, const struct entire *request)
{
    struct kbus_header reply = header_of(name_in(request), "done", 4, 0);
    CHECK(request->at.header.flags & WANT_YOU_TO_REPLY);
    reply.to = request->at.header.from;
    reply.in_reply_to = request->at.header.id;
    return send_message(fd, &reply);
}

int receive(int fd, struct entire *into)
{
    uint32_t length = 0;
    int result = ioctl(fd, KBUS_NEXTMSG, &length);
    EQUAL(length != 0, result);
    into->length = length;
    if (length == 0)
        return 0;
    CHECK(length <= sizeof into->at);
    EQUAL(length, read(fd, into->at.bytes, length));
    return 1;
}

void receive_only(int fd, struct entire *into)
{
    static struct entire more;
    EQUAL(1, receive(fd, into));
    EQUAL(0, receive(fd, &more));
}

void silent(int fd)
{
    static struct entire none;
    EQUAL(0, receive(fd, &none));
}

static int poll_for(int fd, int wanted, int milliseconds)
{
    struct pollfd one = {fd, (short)wanted, 0};
    CHECK(poll(&one, 1, milliseconds) >= 0);
    return one.revents;
}

int poll_now(int fd, int wanted) { return poll_for(fd, wanted, 0); }

int poll_long(int fd, int wanted) { return poll_for(fd, wanted, 20000); }

void child_ended(pid_t child)
{
    int status = -1;
    EQUAL(child, waitpid(child, &status, 0));
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
