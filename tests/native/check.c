/* Runs the tests, each in a process of its own with a time limit, and says how each ended: TAP, the Test Anything Protocol. */
#include "check.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests.h"

enum { TIME_LIMIT_SECONDS = 60 };

struct test {
    const char *name;
    void (*run)(void);
};

#define ENTRY(name) {#name, name},
static const struct test layout_tests[] = {LAYOUT_TESTS(ENTRY)};
static const struct test device_tests[] = {DEVICE_TESTS(ENTRY)};
static const struct test kill_tests[] = {KILL_TESTS(ENTRY)};
static const struct test server_tests[] = {SERVER_TESTS(ENTRY)};

const char *device_path;

void fail(const char *file, int line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    printf("# %s:%d: ", file, line);
    vprintf(format, arguments);
    printf("\n");
    fflush(stdout);
    va_end(arguments);
    _exit(1);
}

/* What belongs to the device and not to a Ksock outlives a test. */
static void reset_device(void)
{
    int fd = open(device_path, O_RDWR);
    uint32_t off = 0, most = 1;
    if (fd < 0 || ioctl(fd, KBUS_VERBOSE, &off) < 0)
        printf("# cannot reset %s: %s\n", device_path, strerror(errno));
    off = 0;
    ioctl(fd, KBUS_REPORTREPLIERBINDS, &off);
    ioctl(fd, KBUS_MAXMSGSIZE, &most);
    ioctl(fd, KBUS_MAXMSGSIZE, &most);
    close(fd);
}

static int run(const struct test *test, int number)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        alarm(TIME_LIMIT_SECONDS);
        test->run();
        fflush(stdout);
        _exit(0);
    }

    int status = 0;
    int passed = child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (child > 0 && WIFSIGNALED(status))
        printf("# ended by signal %d%s\n", WTERMSIG(status), WTERMSIG(status) == 14 ? ": it hung" : "");
    printf("%s %d - %s\n", passed ? "ok" : "not ok", number, test->name);
    fflush(stdout);
    return passed ? 0 : 1;
}

static int run_all(const struct test *tests, int count)
{
    int failed = 0;
    printf("1..%d\n# %d-bit\n", count, (int)(8 * sizeof(void *)));
    for (int i = 0; i < count; i++) {
        failed += run(&tests[i], i + 1);
        if (device_path && !server_command)
            reset_device();
    }

    return failed != 0;
}

#define COUNT(tests) (int)(sizeof tests / sizeof tests[0])

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "layout") == 0)
        return run_all(layout_tests, COUNT(layout_tests));

    device_path = argc >= 3 ? argv[2] : NULL;
    if (argc > 3 && strcmp(argv[1], "kill-server") == 0) {
        server_command = argv + 3;
        return run_all(server_tests, COUNT(server_tests));
    }

    if (device_path && strcmp(argv[1], "device") == 0)
        return run_all(device_tests, COUNT(device_tests));
    if (device_path && strcmp(argv[1], "kill") == 0)
        return run_all(kill_tests, COUNT(kill_tests));
    fprintf(stderr, "usage: %s layout | device PATH | kill PATH | kill-server PATH COMMAND...\n", argv[0]);
    return 2;
}
