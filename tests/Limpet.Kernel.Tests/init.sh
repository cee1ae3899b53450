#!/bin/sh
# The first process of a kernel in user mode whose root is this machine's own: makes /dev/kbus0 ... with CUSE, runs in it what the tests are about, and
# halts. What it is to run with stands in the file 'settings' beside the copy that is run; what comes of it is put there too.
exchange=$(dirname "$0")
. "$exchange/settings"

halt_now() {
    sync
    echo o >/proc/sysrq-trigger
    sleep 60
}

stop() {
    echo "limpet: $1"
    halt_now
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
dotnet "$INSIDE/Limpet.TestProcess.dll" serve /run/bus 0 1 2 </run/in >/run/out &
server=$!
exec 7>/run/in 8</run/out
read -r line <&8 || stop "the device server ended"
echo "limpet: $line after $(cut -d' ' -f1 /proc/uptime) s"

"$exchange/kbus_abi" device /dev/kbus2 >"$exchange/c.tap" 2>&1
echo "limpet: the C program ended with $? after $(cut -d' ' -f1 /proc/uptime) s"

# What the server says to one line.
ask() {
    echo "$1" >&7
    read -r line <&8
    echo "$line"
}

held() {
    echo "$(ls "/proc/$server/fd" | wc -l) descriptors and $(ask memory | cut -d' ' -f2) bytes"
}

before=$(held)
"$exchange/kbus_abi" kill /dev/kbus2 >>"$exchange/c.tap" 2>&1
echo "limpet: the killing ended with $? after $(cut -d' ' -f1 /proc/uptime) s; the server held $before before and $(held) after it"

"$exchange/kbus_abi" kill-server /dev/kbus220 dotnet "$INSIDE/Limpet.TestProcess.dll" serve /run/killed 220 >>"$exchange/c.tap" 2>&1
echo "limpet: the killing of servers ended with $? after $(cut -d' ' -f1 /proc/uptime) s"

alone=Limpet.Core.Tests.Device.BusFilesLifeTests
inside() {
    dotnet "$INSIDE/Limpet.Kernel.Inside.dll" -automated -preEnumerateTheories -parallelMode none "$@" >>"$exchange/inside.json" 2>>"$exchange/inside.err"
    echo "limpet: the tests inside ended with $? after $(cut -d' ' -f1 /proc/uptime) s"
}

inside -class- "$alone"
grep -o "a Limpet pair between two devices: [0-9]* announcements a second" "$exchange/inside.json" | head -n 1
echo "limpet: $(ask requests)"

# With nobody else who shows /run/kbus.
kill -9 "$server"
inside -class "$alone"
halt_now
