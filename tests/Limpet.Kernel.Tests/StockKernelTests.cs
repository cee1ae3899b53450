using System.Diagnostics;

namespace Limpet.Kernel.Tests;

/// <summary>
/// The C program as a 32-bit program on a 64-bit kernel, which user-mode-linux cannot run: in a virtual machine without any help of the processor's, with a kernel of
/// Debian's as it is and this machine's file system to be read. It takes half a minute, and is run when asked for.
/// </summary>
public sealed class StockKernelTests
{
    /// <summary>Set to a directory with <c>boot</c> and <c>lib/modules</c> of a linux-image package: <c>/</c> where it is installed.</summary>
    private const string Variable = "LIMPET_QEMU";

    private const string Machine = "qemu-system-x86_64";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    // In the order in which they need each other.
    private static readonly string[] Modules =
        ["virtio_ring", "virtio", "virtio_pci_legacy_dev", "virtio_pci_modern_dev", "virtio_pci", "netfs", "fscache", "9pnet", "9pnet_virtio", "9p", "fuse", "cuse"];

    [Fact]
    public void A_plain_C_program_of_32_bits_on_a_64_bit_kernel()
    {
        var packages = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(
            string.IsNullOrEmpty(packages),
            $"32-bit programs were run on no kernel. They are where {Machine} (package qemu-system-x86) is and {Variable} names a directory with a linux-image package: "
                + "'apt-get download' one, and 'dpkg-deb -x' it there.");
        var exchange = Directory.CreateTempSubdirectory("limpet-stock-");
        try
        {
            string At(string name) => Path.Combine(exchange.FullName, name);
            File.Copy(Path.Combine(AppContext.BaseDirectory, "stock.sh"), At("stock.sh"));
            File.WriteAllText(At("settings"), $"INSIDE='{InsideTests.Folder}'\nexport PATH='{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin'\n");
            CProgram.Build(At("kbus_abi"), bits: 32);
            File.WriteAllBytes(At("initrd"), InitialFiles(packages, At("init")));
            var console = Boot(Only(Path.Combine(packages, "boot"), "vmlinuz-*"), At("initrd"), exchange.FullName);

            Assert.True(File.Exists(At("c.tap")), console);
            var tap = File.ReadAllText(At("c.tap"));
            Assert.Contains("# 32-bit", tap, StringComparison.Ordinal);
            var results = CProgram.ReadResults(tap);
            Assert.Equal(CProgram.DeviceTests().Order(), results.Keys.Order());
            Assert.All(results.Values, Assert.Null);
        }
        finally
        {
            exchange.Delete(recursive: true);
        }
    }

    private static byte[] InitialFiles(string packages, string init)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "stock-init.c");
        Assert.True(CProgram.Run("gcc", ["-static", "-Wall", "-Wextra", "-Werror", "-O1", "-o", init, source], out var printed) == 0, printed);
        var files = new InitialFileSystem();
        files.AddFile("init", File.ReadAllBytes(init));
        files.AddDirectory("modules");
        for (var i = 0; i < Modules.Length; i++)
        {
            files.AddFile($"modules/{i}", File.ReadAllBytes(Only(Path.Combine(packages, "lib/modules"), $"{Modules[i]}.ko")));
        }

        return files.Finish();
    }

    private static string Only(string directory, string pattern)
    {
        var found = Directory.Exists(directory) ? Directory.GetFiles(directory, pattern, SearchOption.AllDirectories) : [];
        return found.Length == 1
            ? found[0]
            : throw new InvalidOperationException($"There are {found.Length} files '{pattern}' in '{directory}'; {Variable} must name a directory with one linux-image package of amd64.");
    }

    private static string Boot(string kernel, string initialFiles, string exchange)
    {
        string[] arguments =
        [
            "-nographic", "-no-reboot", "-nic", "none", "-m", "1024", "-accel", "tcg", "-cpu", "max", "-kernel", kernel, "-initrd", initialFiles,
            "-append", "console=ttyS0 quiet panic=-1",
            "-virtfs", "local,path=/,mount_tag=root,security_model=none,readonly=on,multidevs=remap",
            "-virtfs", $"local,path={exchange},mount_tag=exchange,security_model=none",
        ];
        using var machine = Process.Start(new ProcessStartInfo(Machine, arguments)
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        machine.StandardInput.Close();
        var console = machine.StandardOutput.ReadToEndAsync();
        var errors = machine.StandardError.ReadToEndAsync();
        var ended = machine.WaitForExit(Patience);
        if (!ended)
        {
            machine.Kill();
        }

        return console.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult() + (ended ? "" : $"(It was ended from outside after {Patience.TotalSeconds} seconds.)");
    }
}
