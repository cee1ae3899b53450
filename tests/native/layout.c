/* kbus.md 3.1 and 4: offsets, sizes and numbers, as this compiler lays them out. */
#include "check.h"
#include "tests.h"

#define POINTER sizeof(void *)
#define BITS(bits64, bits32) (POINTER == 8 ? (bits64) : (bits32))

void the_header_is_laid_out_as_documented(void)
{
    EQUAL(0, offsetof(struct kbus_header, start_guard));
    EQUAL(4, offsetof(struct kbus_header, id));
    EQUAL(12, offsetof(struct kbus_header, in_reply_to));
    EQUAL(20, offsetof(struct kbus_header, to));
    EQUAL(24, offsetof(struct kbus_header, from));
    EQUAL(28, offsetof(struct kbus_header, orig_from));
    EQUAL(36, offsetof(struct kbus_header, final_to));
    EQUAL(44, offsetof(struct kbus_header, extra));
    EQUAL(48, offsetof(struct kbus_header, flags));
    EQUAL(52, offsetof(struct kbus_header, name_len));
    EQUAL(56, offsetof(struct kbus_header, data_len));
    EQUAL(BITS(64, 60), offsetof(struct kbus_header, name));
    EQUAL(BITS(72, 64), offsetof(struct kbus_header, data));
    EQUAL(BITS(80, 68), offsetof(struct kbus_header, end_guard));
    EQUAL(BITS(88, 72), sizeof(struct kbus_header));
    EQUAL(8, offsetof(struct kbus_bind, name));
    EQUAL(8, offsetof(struct kbus_replier, name));
    EQUAL(BITS(16, 12), sizeof(struct kbus_bind));
    EQUAL(BITS(16, 12), sizeof(struct kbus_replier));
}

void the_numbers_encode_direction_type_number_and_pointer_size(void)
{
    static const struct {
        unsigned long number;
        unsigned direction; /* 1: read by the device, 2: written by it */
    } expected[] = {
        {KBUS_RESET, 0},    {KBUS_BIND, 1},        {KBUS_UNBIND, 1},             {KBUS_KSOCKID, 2},    {KBUS_REPLIER, 3}, {KBUS_NEXTMSG, 2},
        {KBUS_LENLEFT, 2},  {KBUS_SEND, 2},        {KBUS_DISCARD, 0},            {KBUS_LASTSENT, 2},   {KBUS_MAXMSGS, 3}, {KBUS_NUMMSGS, 2},
        {KBUS_UNREPLIEDTO, 2}, {KBUS_MSGONLYONCE, 3}, {KBUS_VERBOSE, 3}, {KBUS_NEWDEVICE, 2}, {KBUS_REPORTREPLIERBINDS, 3}, {KBUS_MAXMSGSIZE, 3},
    };
    for (unsigned i = 0; i < 18; i++) {
        unsigned long size = expected[i].direction ? POINTER : 0;
        EQUAL(((unsigned long)expected[i].direction << 30) | (size << 16) | (0x6bul << 8) | (i + 1), expected[i].number);
    }
}
