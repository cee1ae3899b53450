using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Limpet.Load.Programs;
using Limpet.Load.Roles;

namespace Limpet.Load.Device;

/// <summary>
/// C programs on <c>/dev/kbusN</c> that this program serves, in a kernel booted for it (user-mode-linux, as tests/Limpet.Kernel.Tests does). That kernel has one
/// processor, and the programs in it are processes that it traces: every system call goes there and back between the two. They are kept on one processor of this
/// machine, without which the figures are a fifth and vary sixfold.
/// </summary>
internal static class DeviceScenario
{
    private const int Runs = 8;
    private const string Kernel = "linux.uml";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>What is missing to run it; null where nothing is.</summary>
    public static string? WhatIsMissing()
        => Array.Find([Kernel, "insmod", "gcc", "taskset"], program => ProgramFile.Find(program) is null);

    /// <summary>Measures it.</summary>
    /// <param name="messages">Announcements of 64 bytes in each run.</param>
    /// <returns>On one device, and through a pair of Limpets between two.</returns>
    public static (DeviceRates Device, DeviceRates Pair) Run(int messages)
    {
        using var exchange = new TemporaryDirectory();
        var source = Path.Combine(AppContext.BaseDirectory, "device");
        File.Copy(Path.Combine(source, "init.sh"), exchange.At("init.sh"));
        File.SetUnixFileMode(exchange.At("init.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.WriteAllText(
            exchange.At("settings"),
            $"LOAD='{typeof(DeviceScenario).Assembly.Location}'\nCOUNT={messages}\nRUNS={Runs}\nexport PATH='{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin'\n");
        CCompiler.Build(exchange.At("rate"), Path.Combine(source, "rate.c"));
        using var self = Process.GetCurrentProcess();
        var processor = BitOperations.Log2((ulong)self.ProcessorAffinity).ToString(CultureInfo.InvariantCulture);
        string[] boot = ["mem=1024M", "rootfstype=hostfs", "rootflags=/", "rw", $"init={exchange.At("init.sh")}", "con=null", "con0=null,fd:1", "quiet", "panic=-1"];
        var (_, console) = Execution.Run("taskset", Patience, ["-c", processor, Kernel, .. boot]);

        var rates = File.Exists(exchange.At("rates")) ? File.ReadAllLines(exchange.At("rates")) : [];
        return rates.Length == 2 * Runs
            ? (Read("device"), Read("pair"))
            : throw new InvalidOperationException(
                $"{rates.Length} of {2 * Runs} runs ended in the kernel. {(File.Exists(exchange.At("problem")) ? File.ReadAllText(exchange.At("problem")) : console)}");

        // The first run is for the server to compile what a busy one has compiled.
        DeviceRates Read(string what) => new(
            [.. rates.Where(line => line.StartsWith(what, StringComparison.Ordinal)).Skip(1)
                .Select(line => line.Split(' ')).Select(fields => new DeviceRate(double.Parse(fields[1], CultureInfo.InvariantCulture), double.Parse(fields[3], CultureInfo.InvariantCulture) / messages))]);
    }
}
