/* A test is a function in a process of its own: it ends well, or says why not and ends badly. */
#ifndef CHECK_H
#define CHECK_H

#include <errno.h>
#include <stddef.h>

#include "kbus.h"

/* The device that the tests use; NULL where there is none and only the layout is tested. */
extern const char *device_path;

/* Says what went wrong and ends the test. */
void fail(const char *file, int line, const char *format, ...);

#define CHECK(condition)                                                                                                                             \
    do {                                                                                                                                             \
        if (!(condition))                                                                                                                            \
            fail(__FILE__, __LINE__, "%s is not so", #condition);                                                                                    \
    } while (0)

#define EQUAL(expected, found)                                                                                                                       \
    do {                                                                                                                                             \
        long long expected_ = (long long)(expected), found_ = (long long)(found);                                                                    \
        if (expected_ != found_)                                                                                                                     \
            fail(__FILE__, __LINE__, "%s is %lld; expected %lld", #found, found_, expected_);                                                        \
    } while (0)

/* The call gives -1 and that errno. */
#define FAILS(expected, call)                                                                                                                        \
    do {                                                                                                                                             \
        errno = 0;                                                                                                                                   \
        long result_ = (long)(call);                                                                                                                 \
        if (result_ != -1 || errno != (expected))                                                                                                    \
            fail(__FILE__, __LINE__, "%s gave %ld with errno %d; expected -1 with %s", #call, result_, result_ == -1 ? errno : 0, #expected);        \
    } while (0)

#endif
