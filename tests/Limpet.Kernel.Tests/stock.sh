#!/bin/sh
# What is run in a stock kernel: the C program as a 32-bit program on a CUSE device. What it is to run with stands in the file 'settings' beside this one.
. /mnt/settings
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=1777 tmpfs /run
export HOME=/run TMPDIR=/run DOTNET_EnableDiagnostics=0 DOTNET_NOLOGO=1

mkfifo /run/in /run/out
dotnet "$INSIDE/Limpet.TestProcess.dll" serve /run/bus 0 1 2 </run/in >/run/out &
exec 7>/run/in 8</run/out
if read -r line <&8; then
    echo "limpet: $line on $(uname -r) after $(cut -d' ' -f1 /proc/uptime) s"
    /mnt/kbus_abi device /dev/kbus2 >/mnt/c.tap 2>&1
    echo "limpet: the C program ended with $? after $(cut -d' ' -f1 /proc/uptime) s"
fi

sync
echo o >/proc/sysrq-trigger
sleep 60
