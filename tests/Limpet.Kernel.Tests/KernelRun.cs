using System.Diagnostics;
using System.Numerics;
using System.Text;

namespace Limpet.Kernel.Tests;

/// <summary>
/// One boot of a Linux kernel as a process (user-mode-linux), with this machine's own file system as its root, in which everything is run that needs a real
/// <c>/dev/kbusN</c>. It is booted for the first test that asks, and all tests look at what came of it.
/// </summary>
public sealed class KernelRun
{
    /// <summary>Set where a kernel must be there: then nothing is skipped.</summary>
    public const string RequiredVariable = "LIMPET_REQUIRE_KERNEL";

    private const string Kernel = "linux.uml";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly Lazy<KernelRun> Only = new(() => new KernelRun());

    private KernelRun()
    {
        var exchange = Directory.CreateTempSubdirectory("limpet-kernel-");
        try
        {
            string At(string name) => Path.Combine(exchange.FullName, name);
            File.Copy(Path.Combine(AppContext.BaseDirectory, "init.sh"), At("init.sh"));
            File.SetUnixFileMode(At("init.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.WriteAllText(At("settings"), $"INSIDE='{InsideTests.Folder}'\nexport PATH='{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin'\n");
            CProgram.Build(At("kbus_abi"), bits: 64);
            Console = Boot(At("init.sh"));
            Program = CProgram.ReadResults(ReadIfThere(At("c.tap")));
            Inside = InsideTests.ReadResults(ReadIfThere(At("inside.json")));
            Console += ReadIfThere(At("inside.err"));
        }
        finally
        {
            exchange.Delete(recursive: true);
        }
    }

    /// <summary>What the kernel and what ran in it printed.</summary>
    public string Console { get; }

    /// <summary>How each test of the C program ended: its name, and what went wrong or null.</summary>
    public IReadOnlyDictionary<string, string?> Program { get; }

    /// <summary>How each test of tests/Limpet.Kernel.Inside ended: its name, and what went wrong or null.</summary>
    public IReadOnlyDictionary<string, string?> Inside { get; }

    /// <summary>The run, which is made now unless it was; the test is skipped where the package for it is missing, unless it must be there.</summary>
    public static KernelRun Get()
    {
        var missing = WhatIsMissing();
        if (missing is not null && Environment.GetEnvironmentVariable(RequiredVariable) is not { Length: > 0 })
        {
            Assert.Skip($"There is no {missing}, so nothing is tested on a real /dev/kbusN. Install the packages user-mode-linux, kmod and gcc.");
        }

        return missing is null ? Only.Value : throw new InvalidOperationException($"There is no {missing}, and {RequiredVariable} is set.");
    }

    /// <summary>Fails where that test failed inside, or did not end there.</summary>
    public void AssertPassed(IReadOnlyDictionary<string, string?> results, string name)
    {
        if (!results.TryGetValue(name, out var wrong))
        {
            Assert.Fail($"'{name}' did not end inside the kernel; {results.Count} others did. The kernel's console:\n{Console}");
        }

        if (wrong is not null)
        {
            Assert.Fail(wrong);
        }
    }

    private static string? WhatIsMissing()
    {
        var programs = new[] { Kernel, "insmod", "gcc", "taskset" };
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/sbin"]).ToList();
        return programs.FirstOrDefault(program => !folders.Exists(folder => File.Exists(Path.Combine(folder, program))));
    }

    private static string Boot(string init)
    {
        // It has one processor, and its programs run as processes of their own that it traces: each of their calls goes there and back between the two. On one
        // processor of this machine that takes a third of the time that it takes across two, and always the same.
        var start = new ProcessStartInfo("taskset")
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in new[] { "-c", $"{LastProcessor()}", Kernel, "mem=1024M", "rootfstype=hostfs", "rootflags=/", "rw", $"init={init}", "con=null", "con0=null,fd:1", "quiet", "panic=-1" })
        {
            start.ArgumentList.Add(argument);
        }

        using var kernel = Process.Start(start)!;
        kernel.StandardInput.Close();
        var printed = new StringBuilder();
        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (printed)
            {
                printed.AppendLine(line.Data);
            }
        }

        kernel.OutputDataReceived += Keep;
        kernel.ErrorDataReceived += Keep;
        kernel.BeginOutputReadLine();
        kernel.BeginErrorReadLine();
        if (!kernel.WaitForExit(Patience))
        {
            kernel.Kill(entireProcessTree: true);
            kernel.WaitForExit();
            printed.AppendLine($"(It was ended from outside after {Patience.TotalSeconds} seconds.)");
        }

        lock (printed)
        {
            return printed.ToString();
        }
    }

    private static int LastProcessor()
    {
        using var self = Process.GetCurrentProcess();
        return BitOperations.Log2((ulong)self.ProcessorAffinity);
    }

    private static string ReadIfThere(string path) => File.Exists(path) ? File.ReadAllText(path) : "";
}
