using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Limpet.Load.Traffic;

/// <summary>Sleeps to tens of microseconds, where <see cref="Thread.Sleep(int)"/> knows milliseconds.</summary>
internal static partial class PreciseSleep
{
    private const int ClockMonotonic = 1;
    private const int AbsoluteTime = 1;
    private const int SetTimerSlack = 29;
    private const int Interrupted = 4;

    /// <summary>Lets the kernel wake the calling thread when it is time, and not when it suits (PR_SET_TIMERSLACK).</summary>
    public static void Prepare()
    {
        if (Control(SetTimerSlack, 1, 0, 0, 0) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "prctl(PR_SET_TIMERSLACK) failed.");
        }
    }

    /// <param name="nanoseconds">On <see cref="Measuring.Clock"/>.</param>
    public static void Until(long nanoseconds)
    {
        var time = new TimeSpec { Seconds = (nint)(nanoseconds / 1_000_000_000), Nanoseconds = (nint)(nanoseconds % 1_000_000_000) };
        int error;
        do
        {
            error = Sleep(ClockMonotonic, AbsoluteTime, in time, 0);
        }
        while (error == Interrupted);

        if (error != 0)
        {
            throw new Win32Exception(error, "clock_nanosleep failed.");
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int option, nuint value, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int Sleep(int clock, int flags, in TimeSpec time, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
