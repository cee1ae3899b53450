/* What the tests do with a Ksock, in as few words as possible. Whatever is not expected to fail ends the test when it does. */
#ifndef KSOCK_H
#define KSOCK_H

#include <stdint.h>
#include <sys/types.h>

#include "kbus.h"

enum { MOST = 409600 };

/* A message in memory as it is read and written: header, padded name, padded data, end guard. */
struct entire {
    size_t length;
    union {
        struct kbus_header header;
        unsigned char bytes[MOST + 64];
    } at;
};

int ks_open(void);
int ks_open_for_reading(void);
int ks_bind(int fd, int is_replier, const char *name); /* gives what ioctl does */
int ks_unbind(int fd, int is_replier, const char *name);
void ks_listen(int fd, const char *name);
void ks_answer(int fd, const char *name);
uint32_t ks_ask(int fd, unsigned long number);                /* the ioctls that give one number */
uint32_t ks_set(int fd, unsigned long number, uint32_t value); /* those that take one too */
uint32_t ks_replier(int fd, const char *name);

struct kbus_header header_of(const char *name, const void *data, uint32_t data_len, uint32_t flags);
void make_entire(struct entire *entire, const struct kbus_header *pointy);
const char *name_in(const struct entire *entire);
const void *data_in(const struct entire *entire);

long write_all(int fd, const struct entire *entire); /* one write, what it gave */
long try_send(int fd, const struct kbus_header *message, struct kbus_id *id); /* write and SEND of it as an entire one */
struct kbus_id send_message(int fd, const struct kbus_header *message);
struct kbus_id say(int fd, const char *name, uint32_t flags);
struct kbus_id reply_to(int fd, const struct entire *request);

int receive(int fd, struct entire *into); /* 0 where there is none */
void receive_only(int fd, struct entire *into);
void silent(int fd);

int poll_now(int fd, int wanted);
int poll_long(int fd, int wanted);

/* Ends well or the test ends. */
void child_ended(pid_t child);

#endif
