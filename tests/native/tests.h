/* Every test, in the order in which they are run. The first few need no device. */
#ifndef TESTS_H
#define TESTS_H

#define LAYOUT_TESTS(X)                                                                                                                              \
    X(the_header_is_laid_out_as_documented)                                                                                                          \
    X(the_numbers_encode_direction_type_number_and_pointer_size)

#define DEVICE_TESTS(X)                                                                                                                              \
    X(each_of_the_18_ioctls_is_known)                                                                                                                \
    X(any_other_type_number_or_size_is_ENOTTY)                                                                                                       \
    X(only_the_bytes_of_the_answer_are_written)                                                                                                      \
    X(a_bad_pointer_is_EFAULT_and_harms_nothing)                                                                                                     \
    X(ids_go_up_by_one_in_order_of_opening)                                                                                                          \
    X(bind_refuses_what_is_no_name)                                                                                                                  \
    X(a_name_has_one_replier)                                                                                                                        \
    X(unbind_of_what_is_not_bound_is_EINVAL)                                                                                                         \
    X(replier_finds_names_byte_for_byte)                                                                                                             \
    X(settings_ask_and_set)                                                                                                                          \
    X(maxmsgsize_is_the_limit_of_the_entire_length)                                                                                                  \
    X(opened_for_reading_write_is_EBADF_and_ioctls_work)                                                                                             \
    X(newdevice_makes_a_device_that_is_apart)                                                                                                        \
    X(what_is_read_is_an_entire_message_byte_for_byte)                                                                                               \
    X(a_message_is_written_and_read_a_byte_at_a_time)                                                                                                \
    X(a_pointy_message_is_fetched_at_send)                                                                                                           \
    X(a_pointy_message_without_data)                                                                                                                 \
    X(send_needs_a_whole_message)                                                                                                                    \
    X(discard_throws_the_message_away)                                                                                                               \
    X(a_wrong_header_has_its_errno_once_it_is_whole)                                                                                                 \
    X(a_wrong_name_has_its_errno_once_it_is_whole)                                                                                                   \
    X(a_wrong_end_has_its_errno)                                                                                                                     \
    X(the_largest_message_passes)                                                                                                                    \
    X(nextmsg_drops_what_is_left)                                                                                                                    \
    X(read_and_write_never_block)                                                                                                                    \
    X(lastsent_is_the_last_id)                                                                                                                       \
    X(a_request_is_answered)                                                                                                                         \
    X(send_refuses_with_the_documented_errno)                                                                                                        \
    X(a_full_recipient_is_EBUSY_or_EAGAIN_with_the_id)                                                                                               \
    X(while_a_send_waits_write_is_EALREADY_and_poll_sends_it)                                                                                        \
    X(urgent_goes_first_and_msgonlyonce_drops_copies)                                                                                                \
    X(replier_bind_events_are_told)                                                                                                                  \
    X(poll_says_readable_and_writable)                                                                                                               \
    X(poll_is_woken_by_another_process)                                                                                                              \
    X(poll_is_woken_when_a_waiting_send_can_go)                                                                                                      \
    X(poll_is_woken_by_the_end_of_another_process)                                                                                                   \
    X(a_dup_keeps_the_ksock)                                                                                                                         \
    X(a_fork_keeps_the_ksock_and_shares_it)                                                                                                          \
    X(closing_answers_what_was_asked)                                                                                                                \
    X(a_killed_replier_leaves_its_requests_answered)

/* Run apart, so that what the server holds can be counted before and after. */
#define KILL_TESTS(X) X(callers_killed_at_random_moments_harm_nobody)

/* With servers of their own. */
#define SERVER_TESTS(X) X(a_server_killed_at_random_moments_leaves_nobody_waiting)

/* What starts a server of the device, which says 'serving ...' when it does, and ends with its input. */
extern char **server_command;

#define DECLARE(name) void name(void);
LAYOUT_TESTS(DECLARE)
DEVICE_TESTS(DECLARE)
KILL_TESTS(DECLARE)
SERVER_TESTS(DECLARE)

#endif
