/* kbus.md 5 and 6: what SEND says, who receives what, and what KBUS says itself. */
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "check.h"
#include "ksock.h"
#include "tests.h"

static struct entire got;

void a_request_is_answered(void)
{
    int asker = ks_open(), replier = ks_open(), listener = ks_open();
    ks_answer(replier, "$.Q");
    ks_listen(listener, "$.Q");
    struct kbus_id id = say(asker, "$.Q", WANT_A_REPLY);
    receive_only(listener, &got);
    EQUAL(WANT_A_REPLY, got.at.header.flags);
    receive_only(replier, &got);
    EQUAL(WANT_A_REPLY | WANT_YOU_TO_REPLY, got.at.header.flags);
    EQUAL(id.serial, got.at.header.id.serial);
    EQUAL(1, ks_ask(replier, KBUS_UNREPLIEDTO));
    reply_to(replier, &got);
    EQUAL(0, ks_ask(replier, KBUS_UNREPLIEDTO));
    receive_only(asker, &got);
    EQUAL(id.serial, got.at.header.in_reply_to.serial);
    EQUAL(ks_ask(replier, KBUS_KSOCKID), got.at.header.from);
    CHECK(memcmp(data_in(&got), "done", 4) == 0);
}

void send_refuses_with_the_documented_errno(void)
{
    int asker = ks_open(), replier = ks_open(), gone = ks_open();
    uint32_t gone_id = ks_ask(gone, KBUS_KSOCKID);
    close(gone);
    struct kbus_id id;
    struct kbus_header request = header_of("$.Q", NULL, 0, WANT_A_REPLY), reply = header_of("$.Q", NULL, 0, 0);
    FAILS(EADDRNOTAVAIL, try_send(asker, &request, &id));
    EQUAL(0, id.serial);

    reply.in_reply_to = (struct kbus_id){0, 12345};
    reply.to = gone_id;
    FAILS(EADDRNOTAVAIL, try_send(replier, &reply, &id));
    reply.to = ks_ask(asker, KBUS_KSOCKID);
    FAILS(ECONNREFUSED, try_send(replier, &reply, &id));

    ks_answer(replier, "$.Q");
    request.to = gone_id;
    FAILS(EPIPE, try_send(asker, &request, &id));
    request.to = ks_ask(replier, KBUS_KSOCKID);
    send_message(asker, &request);
    ks_set(asker, KBUS_MAXMSGS, 1);
    FAILS(ENOLCK, try_send(asker, &request, &id));
}

void a_full_recipient_is_EBUSY_or_EAGAIN_with_the_id(void)
{
    int sender = ks_open(), full = ks_open(), replier = ks_open();
    ks_listen(full, "$.A");
    ks_answer(replier, "$.Q");
    ks_set(full, KBUS_MAXMSGS, 1);
    ks_set(replier, KBUS_MAXMSGS, 1);
    say(sender, "$.A", 0);
    say(sender, "$.Q", WANT_A_REPLY);
    say(sender, "$.A", 0); /* goes without, silently */
    EQUAL(1, ks_ask(full, KBUS_NUMMSGS));

    struct kbus_id id, last;
    struct kbus_header message = header_of("$.A", NULL, 0, ALL_OR_FAIL);
    FAILS(EBUSY, try_send(sender, &message, &id));
    struct kbus_header request = header_of("$.Q", NULL, 0, WANT_A_REPLY);
    FAILS(EBUSY, try_send(sender, &request, &id));
    message.flags = ALL_OR_WAIT;
    FAILS(EAGAIN, try_send(sender, &message, &id));
    EQUAL(0, ioctl(sender, KBUS_LASTSENT, &last));
    CHECK(id.serial != 0);
    EQUAL(last.serial, id.serial);
}

void while_a_send_waits_write_is_EALREADY_and_poll_sends_it(void)
{
    int sender = ks_open(), full = ks_open();
    ks_listen(full, "$.A");
    ks_set(full, KBUS_MAXMSGS, 1);
    say(sender, "$.A", 0);
    struct kbus_id id, again;
    struct kbus_header message = header_of("$.A", "late", 4, ALL_OR_WAIT);
    FAILS(EAGAIN, try_send(sender, &message, &id));
    FAILS(EALREADY, write(sender, &message, sizeof message));
    FAILS(EAGAIN, ioctl(sender, KBUS_SEND, &again));
    EQUAL(id.serial, again.serial);
    EQUAL(0, poll_now(sender, POLLIN | POLLOUT));
    receive_only(full, &got);
    EQUAL(POLLOUT, poll_now(sender, POLLIN | POLLOUT));
    receive_only(full, &got);
    EQUAL(id.serial, got.at.header.id.serial);
    CHECK(memcmp(data_in(&got), "late", 4) == 0);

    /* DISCARD gives one up. */
    say(sender, "$.A", 0);
    FAILS(EAGAIN, try_send(sender, &message, &id));
    EQUAL(0, ioctl(sender, KBUS_DISCARD));
    EQUAL(POLLOUT, poll_now(sender, POLLOUT));
    receive_only(full, &got);
    EQUAL(0, got.at.header.data_len);
}

void urgent_goes_first_and_msgonlyonce_drops_copies(void)
{
    int sender = ks_open(), listener = ks_open();
    ks_listen(listener, "$.*");
    ks_listen(listener, "$.%");
    struct kbus_id id = say(sender, "$.A", 0);
    for (int i = 0; i < 2; i++) {
        CHECK(receive(listener, &got));
        EQUAL(id.serial, got.at.header.id.serial);
    }

    EQUAL(0, ks_set(listener, KBUS_MSGONLYONCE, 1));
    say(sender, "$.A", 0);
    id = say(sender, "$.B", URGENT);
    EQUAL(2, ks_ask(listener, KBUS_NUMMSGS));
    CHECK(receive(listener, &got));
    EQUAL(id.serial, got.at.header.id.serial);
    EQUAL(URGENT, got.at.header.flags);
}

void replier_bind_events_are_told(void)
{
    int listener = ks_open(), replier = ks_open();
    uint32_t binder = ks_ask(replier, KBUS_KSOCKID), event[3];
    ks_listen(listener, "$.KBUS.ReplierBindEvent");
    ks_answer(replier, "$.Before");
    EQUAL(0, ks_set(listener, KBUS_REPORTREPLIERBINDS, 1));
    ks_answer(replier, "$.AB");
    close(replier);
    static const struct {
        uint32_t is_bind;
        const char *name;
    } expected[] = {{1, "$.Before"}, {1, "$.AB"}, {0, "$.AB"}, {0, "$.Before"}};
    for (int i = 0; i < 4; i++) {
        CHECK(receive(listener, &got));
        EQUAL(0, got.at.header.from);
        EQUAL(SYNTHETIC | ALL_OR_FAIL, got.at.header.flags);
        memcpy(event, data_in(&got), sizeof event);
        EQUAL(expected[i].is_bind, event[0]);
        EQUAL(binder, event[1]);
        EQUAL(strlen(expected[i].name), event[2]);
        EQUAL(12 + 4 * ((event[2] + 4) / 4), got.at.header.data_len);
        CHECK(strcmp((const char *)data_in(&got) + 12, expected[i].name) == 0);
    }

    silent(listener);
}

/* A Status: its name, for which Request. */
static void status_is(const char *name, struct kbus_id request, uint32_t from)
{
    CHECK(strcmp(name_in(&got), name) == 0);
    EQUAL(request.serial, got.at.header.in_reply_to.serial);
    EQUAL(from, got.at.header.from);
    EQUAL(SYNTHETIC, got.at.header.flags);
    EQUAL(0, got.at.header.data_len);
}

void closing_answers_what_was_asked(void)
{
    int asker = ks_open(), replier = ks_open();
    uint32_t from = ks_ask(replier, KBUS_KSOCKID);
    ks_answer(replier, "$.Q");
    ks_answer(replier, "$.R");
    struct kbus_id popped = say(asker, "$.Q", WANT_A_REPLY), unbound = say(asker, "$.R", WANT_A_REPLY), queued = say(asker, "$.Q", WANT_A_REPLY);
    CHECK(receive(replier, &got));
    EQUAL(0, ks_unbind(replier, 1, "$.R"));
    receive_only(asker, &got);
    status_is("$.KBUS.Replier.Unbound", unbound, from);
    close(replier);
    CHECK(receive(asker, &got));
    status_is("$.KBUS.Replier.GoneAway", queued, from);
    receive_only(asker, &got);
    status_is("$.KBUS.Replier.Ignored", popped, from);
}
