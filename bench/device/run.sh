#!/bin/sh
# Prints how many announcements a second a C program sends to another over a CUSE device, and how many requests the kernel makes of the server for each: in a
# kernel in user mode (user-mode-linux), booted here with this machine's own root. Build tests/Limpet.TestProcess before.
#
#     bench/device/run.sh [COUNT] [CONFIGURATION]
set -eu
count=${1:-3000}
root=$(cd "$(dirname "$0")/../.." && pwd)
server=$root/tests/Limpet.TestProcess/bin/${2:-Debug}/net10.0/Limpet.TestProcess.dll
[ -e "$server" ] || { echo "There is no '$server'; build tests/Limpet.TestProcess." >&2; exit 1; }
exchange=$(mktemp -d)
trap 'rm -rf "$exchange"' EXIT
gcc -std=c99 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -O2 -o "$exchange/rate" "$root/bench/device/rate.c"

cat >"$exchange/init" <<INIT
#!/bin/sh
export PATH='$PATH:/usr/sbin:/sbin' HOME=/run TMPDIR=/run DOTNET_EnableDiagnostics=0
mount -t proc proc /proc
mount -t sysfs sysfs /sys
[ -c /dev/null ] || mount -t devtmpfs dev /dev
mount -t tmpfs tmpfs /run
for module in fuse cuse; do insmod "/usr/lib/uml/modules/\$(uname -r)/kernel/fs/fuse/\$module.ko"; done
mkfifo /run/in /run/out
dotnet '$server' serve /run/bus 0 </run/in >/run/out &
exec 7>/run/in 8</run/out
read -r line <&8
'$exchange/rate' /dev/kbus0 200 >/dev/null # compiles what a busy server has compiled
requests() { echo >&7; read -r word number <&8; }
requests
before=\$number
'$exchange/rate' /dev/kbus0 $count
requests
echo "\$(((number - before) * 100 / $count))" | sed 's/\(..\)\$/.\1 requests of the kernel a message/'
echo o >/proc/sysrq-trigger
sleep 60
INIT
chmod +x "$exchange/init"
${PIN:-} linux.uml mem=1024M rootfstype=hostfs rootflags=/ rw "init=$exchange/init" con=null con0=null,fd:1 quiet panic=-1 </dev/null 2>&1 | grep -E 'announcements|waited|requests'
