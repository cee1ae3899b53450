/*
 * The first process of a stock kernel in a virtual machine: loads the modules /modules/0, 1 ... of its initial file system, makes the root of the machine outside its
 * own, to be read alone, with what is exchanged on /mnt, and becomes the shell that runs /mnt/stock.sh.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void must(int holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "init: %s: %s\n", what, strerror(errno));
        exit(1); /* with which the kernel ends too */
    }
}

int main(void)
{
    mkdir("/dev", 0755);
    must(mount("dev", "/dev", "devtmpfs", 0, NULL) == 0, "/dev");
    int console = open("/dev/console", O_RDWR);
    for (int fd = 0; fd <= 2; fd++)
        dup2(console, fd);

    for (int i = 0;; i++) {
        char path[32];
        snprintf(path, sizeof path, "/modules/%d", i);
        int module = open(path, O_RDONLY);
        if (module < 0)
            break;
        must(syscall(SYS_finit_module, module, "", 0) == 0 || errno == EEXIST, path);
        close(module);
    }

    mkdir("/root", 0755);
    must(mount("root", "/root", "9p", MS_RDONLY, "trans=virtio,version=9p2000.L,msize=512000,cache=loose") == 0, "the root outside");
    must(mount("exchange", "/root/mnt", "9p", 0, "trans=virtio,version=9p2000.L,msize=512000") == 0, "what is exchanged");
    must(mount("dev", "/root/dev", "devtmpfs", 0, NULL) == 0, "its /dev");
    must(chroot("/root") == 0 && chdir("/") == 0, "chroot");
    execl("/bin/sh", "sh", "/mnt/stock.sh", (char *)NULL);
    must(0, "/bin/sh");
}
