/* What kbus.md says of the device, written down once more for a C program: nothing here comes from Limpet. */
#ifndef KBUS_H
#define KBUS_H

#include <stdint.h>

/* kbus.md 4. The size byte of each number is that of a pointer. */
#if UINTPTR_MAX > 0xffffffffu
#define SIZED(number64, number32) number64##ul
#else
#define SIZED(number64, number32) number32##ul
#endif
#define KBUS_RESET 0x00006b01ul
#define KBUS_BIND SIZED(0x40086b02, 0x40046b02)
#define KBUS_UNBIND SIZED(0x40086b03, 0x40046b03)
#define KBUS_KSOCKID SIZED(0x80086b04, 0x80046b04)
#define KBUS_REPLIER SIZED(0xc0086b05, 0xc0046b05)
#define KBUS_NEXTMSG SIZED(0x80086b06, 0x80046b06)
#define KBUS_LENLEFT SIZED(0x80086b07, 0x80046b07)
#define KBUS_SEND SIZED(0x80086b08, 0x80046b08)
#define KBUS_DISCARD 0x00006b09ul
#define KBUS_LASTSENT SIZED(0x80086b0a, 0x80046b0a)
#define KBUS_MAXMSGS SIZED(0xc0086b0b, 0xc0046b0b)
#define KBUS_NUMMSGS SIZED(0x80086b0c, 0x80046b0c)
#define KBUS_UNREPLIEDTO SIZED(0x80086b0d, 0x80046b0d)
#define KBUS_MSGONLYONCE SIZED(0xc0086b0e, 0xc0046b0e)
#define KBUS_VERBOSE SIZED(0xc0086b0f, 0xc0046b0f)
#define KBUS_NEWDEVICE SIZED(0x80086b10, 0x80046b10)
#define KBUS_REPORTREPLIERBINDS SIZED(0xc0086b11, 0xc0046b11)
#define KBUS_MAXMSGSIZE SIZED(0xc0086b12, 0xc0046b12)

#define KBUS_ASK 0xffffffffu

/* kbus.md 3. */
#define KBUS_START 0x7375624Bu
#define KBUS_END 0x4B627573u
#define WANT_A_REPLY 0x1u
#define WANT_YOU_TO_REPLY 0x2u
#define SYNTHETIC 0x4u
#define URGENT 0x8u
#define ALL_OR_WAIT 0x100u
#define ALL_OR_FAIL 0x200u

struct kbus_id {
    uint32_t network;
    uint32_t serial;
};

struct kbus_header {
    uint32_t start_guard;
    struct kbus_id id;
    struct kbus_id in_reply_to;
    uint32_t to;
    uint32_t from;
    struct kbus_id orig_from;
    struct kbus_id final_to;
    uint32_t extra;
    uint32_t flags;
    uint32_t name_len;
    uint32_t data_len;
    const char *name;
    const void *data;
    uint32_t end_guard;
};

struct kbus_bind {
    uint32_t is_replier;
    uint32_t name_len;
    const char *name;
};

struct kbus_replier {
    uint32_t return_id;
    uint32_t name_len;
    const char *name;
};

#endif
