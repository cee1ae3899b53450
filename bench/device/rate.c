/*
 * How many announcements of 64 bytes a second one process sends to another: a sender on one device that writes and SENDs each, and a listener on the same device, or
 * on one beyond a pair of Limpets, that asks with NEXTMSG and reads it, and polls when there is none. Says that, and how often the listener waited.
 *
 *     rate /dev/kbus0 /dev/kbus0 10000
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kbus.h"

enum { DATA = 64, PATIENCE_MILLISECONDS = 30000 };

static void must(int holds, const char *what)
{
    if (!holds) {
        perror(what);
        exit(1);
    }
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Gives how often it waited. */
static int listen_for(int fd, int count)
{
    char message[256];
    int polls = 0;
    for (int i = 0; i < count;) {
        uint32_t length = 0;
        int found = ioctl(fd, KBUS_NEXTMSG, &length);
        must(found >= 0, "NEXTMSG");
        if (found == 1) {
            must(read(fd, message, length) == (ssize_t)length, "read");
            i++;
        } else {
            struct pollfd one = {fd, POLLIN, 0};
            must(poll(&one, 1, PATIENCE_MILLISECONDS) == 1 && one.revents == POLLIN, "poll");
            polls++;
        }
    }

    return polls;
}

int main(int argc, char **argv)
{
    must(argc == 4, "rate FROM TO COUNT");
    int count = atoi(argv[3]);
    int listener = open(argv[2], O_RDWR);
    must(listener >= 0, argv[2]);
    struct kbus_bind bind = {0, 6, "$.Rate"};
    uint32_t most = (uint32_t)count + 1;
    must(ioctl(listener, KBUS_BIND, &bind) == 0, "BIND");
    must(ioctl(listener, KBUS_MAXMSGS, &most) == 0, "MAXMSGS");

    double begin = now();
    pid_t child = fork();
    must(child >= 0, "fork");
    if (child == 0) {
        int waited = listen_for(listener, count);
        printf("%.0f %d\n", count / (now() - begin), waited);
        return 0;
    }

    int sender = open(argv[1], O_RDWR);
    must(sender >= 0, argv[1]);
    struct {
        struct kbus_header header;
        char name[8];
        char data[DATA];
        uint32_t end;
    } message;
    memset(&message, 0, sizeof message);
    message.header.start_guard = KBUS_START;
    message.header.end_guard = KBUS_END;
    message.header.name_len = 6;
    message.header.data_len = DATA;
    memcpy(message.name, "$.Rate", 6);
    message.end = KBUS_END;
    size_t length = sizeof message.header + sizeof message.name + DATA + sizeof message.end;
    for (int i = 0; i < count; i++) {
        struct kbus_id id;
        must(write(sender, &message, length) == (ssize_t)length, "write");
        must(ioctl(sender, KBUS_SEND, &id) == 0, "SEND");
    }

    int status = 1;
    must(waitpid(child, &status, 0) == child && status == 0, "the listener");
    return 0;
}
