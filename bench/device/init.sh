#!/bin/sh
# The first process of a kernel in user mode (user-mode-linux) whose root is this machine's own: measures announcements from one C program to another on
# /dev/kbus0, and through a pair of Limpets to /dev/kbus1. What it is to run with stands in the file 'settings' beside the copy that is run; a line a run is put
# into 'rates' there: what it is, announcements a second, how often the listener waited, requests of the kernel an announcement.
exchange=$(dirname "$0")
. "$exchange/settings"

stop() {
    echo "$1" >>"$exchange/problem"
    sync
    echo o >/proc/sysrq-trigger
    sleep 60
}

mount -t proc proc /proc
mount -t sysfs sysfs /sys
[ -c /dev/null ] || mount -t devtmpfs dev /dev
mount -t tmpfs -o mode=1777 tmpfs /run
export HOME=/run TMPDIR=/run DOTNET_EnableDiagnostics=0 DOTNET_NOLOGO=1

for module in fuse cuse; do
    insmod "/usr/lib/uml/modules/$(uname -r)/kernel/fs/fuse/$module.ko" || stop "cannot load $module"
done

mkfifo /run/in /run/out
dotnet "$LOAD" role devices /run/bus </run/in >/run/out 2>>"$exchange/problem" &
exec 7>/run/in 8</run/out
read -r line <&8 || stop "the device server ended"

# Of both devices together.
requests() {
    echo >&7
    read -r word number <&8 || stop "the device server ended"
}

measure() {
    for run in $(seq "$RUNS"); do
        requests
        before=$number
        figures=$("$exchange/rate" "$2" "$3" "$COUNT" 2>>"$exchange/problem") || stop "run $run of $1 failed"
        requests
        echo "$1 $figures $((number - before))" >>"$exchange/rates"
    done
}

measure device /dev/kbus0 /dev/kbus0
mkfifo /run/in2 /run/out2
dotnet "$LOAD" role device-limpets unix:/run/link </run/in2 >/run/out2 2>>"$exchange/problem" &
exec 5>/run/in2 6</run/out2
read -r line <&6 || stop "the Limpets ended"
measure pair /dev/kbus0 /dev/kbus1
echo o >/proc/sysrq-trigger
sleep 60
