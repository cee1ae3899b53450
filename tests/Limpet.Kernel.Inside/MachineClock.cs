using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Limpet.Core.Tests.Device;

/// <summary>The clock that tells the time of day (CLOCK_REALTIME). Only in a kernel of one's own is it anybody's to set.</summary>
internal static partial class MachineClock
{
    private const int RealTime = 0;

    /// <summary>Sets it that much forward, or back where it is less than zero.</summary>
    /// <exception cref="Win32Exception">It cannot be set.</exception>
    public static void Jump(TimeSpan by)
    {
        if (GetTime(RealTime, out var time) != 0)
        {
            throw new Win32Exception();
        }

        time.Seconds += (long)by.TotalSeconds;
        if (SetTime(RealTime, time) != 0)
        {
            throw new Win32Exception();
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, out TimeSpec time);

    [LibraryImport("libc", EntryPoint = "clock_settime", SetLastError = true)]
    private static partial int SetTime(int clock, in TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
