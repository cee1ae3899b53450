using System.Diagnostics;
using System.Globalization;
using Limpet.Core.Ksocks;
using Limpet.Core.Ksocks.Device;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Device;

/// <summary><c>/run/kbus/bindings</c> and <c>stats</c>, which the process that serves <c>/dev/kbus0</c> and the others shows (kbus.md 7).</summary>
public sealed class BusFilesTests : IDisposable
{
    /// <summary>The directory of that process's buses.</summary>
    private const string SharedDirectory = "/run";
    private const string BindingsFile = "/run/kbus/bindings";
    private const string StatsFile = "/run/kbus/stats";

    private readonly DeviceWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Bindings_are_those_of_every_device_newest_first_in_the_format_of_the_kernel_module()
    {
        var (first, second) = (_world.Open(), _world.Open(device: 1));
        first.Bind("$.Files.*", BindingKind.Listener);
        first.Bind("$.Files.Q", BindingKind.Replier);
        second.Bind("$.Other", BindingKind.Listener);
        var pid = ProcBindings.Parse(File.ReadAllText(BindingsFile)).First(binding => binding.Ksock == first.Id && binding.Device == 0).ProcessId;
        Assert.True(Directory.Exists($"/proc/self/task/{pid}"), $"{pid} is no thread of this process");

        string[] expected =
        [
            $"  0: {first.Id,8} {pid,8}  R  $.Files.Q",
            $"  0: {first.Id,8} {pid,8}  L  $.Files.*",
            $"  1: {second.Id,8} {pid,8}  L  $.Other",
        ];
        Assert.Equal(expected, File.ReadAllLines(BindingsFile).Where(line => line[0] != '#'));
        Assert.Subset(File.ReadAllLines(BindingsFile).ToHashSet(), Enumerable.Range(0, 3).Select(ProcBindings.Comment).ToHashSet());
    }

    [Fact]
    public void What_is_read_is_what_held_on_opening()
    {
        var ksock = _world.Open();
        ksock.Bind("$.Before", BindingKind.Listener);
        using var early = new StreamReader(BindingsFile, new FileStreamOptions { BufferSize = 0 });
        ksock.Unbind("$.Before", BindingKind.Listener);
        ksock.Bind("$.After", BindingKind.Listener);
        Assert.Contains("$.Before", early.ReadToEnd(), StringComparison.Ordinal);
        Assert.Contains("$.After", File.ReadAllText(BindingsFile), StringComparison.Ordinal);
        Assert.DoesNotContain("$.Before", File.ReadAllText(BindingsFile), StringComparison.Ordinal);
    }

    [Fact]
    public void Stats_tell_how_devices_and_Ksocks_stand()
    {
        var (sender, listener) = (_world.Open(), _world.Open());
        listener.MaxMessages(7);
        listener.Bind("$.Files.A", BindingKind.Listener);
        listener.Bind("$.Files.Q", BindingKind.Replier);
        sender.Send(KbusMessage.Announcement("$.Files.A"));
        var id = sender.Send(KbusMessage.Request("$.Files.Q"));
        var next = string.Create(CultureInfo.InvariantCulture, $"  0: next ksock {listener.Id + 1}, next message {id.Serial + 1}, set aside 0, served by process ");
        var lines = File.ReadAllLines(StatsFile);
        Assert.Contains(lines, line => line.StartsWith(next, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains($"ksock {sender.Id} of", StringComparison.Ordinal) && line.EndsWith($"last sent {id}, queue 0 of 100", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains($"ksock {listener.Id} of", StringComparison.Ordinal) && line.EndsWith("queue 2 of 7", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith("0 bytes left to read, 0 bytes written, 1 replies awaited, 0 requests unanswered", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cat")]
    [InlineData("head", "-n", "1000")]
    [InlineData("tail", "-n", "1000")]
    [InlineData("grep", "")]
    [InlineData("dd", "bs=5", "status=none", "if=/run/kbus/bindings")]
    public void Programs_that_read_files_read_it_whole(string program, params string[] arguments)
    {
        _world.Open().Bind("$.Read.By.Others", BindingKind.Listener);
        var start = new ProcessStartInfo(program, program == "dd" ? arguments : [.. arguments, BindingsFile]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        Assert.Equal(File.ReadAllText(BindingsFile), process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void The_directory_lists_two_files_that_everybody_may_read_and_nobody_write()
    {
        Assert.Equal([BindingsFile, StatsFile], Directory.GetFiles("/run/kbus").Order());
        const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        Assert.Equal((Everybody, Everybody), (File.GetUnixFileMode(BindingsFile), File.GetUnixFileMode(StatsFile)));
        Assert.ThrowsAny<IOException>(() => File.WriteAllText(BindingsFile, "no"));
        Assert.ThrowsAny<IOException>(() => File.WriteAllText("/run/kbus/new", "no"));
        Assert.Throws<FileNotFoundException>(() => File.ReadAllText("/run/kbus/other"));
    }

    [Fact]
    public async Task Many_may_read_at_once_while_bindings_change()
    {
        var ksock = _world.Open();
        ksock.Bind("$.Always", BindingKind.Listener);
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 25; i++)
            {
                Assert.Contains(ProcBindings.Parse(File.ReadAllText(BindingsFile)), binding => binding.Name.Value == "$.Always");
            }
        })).ToList();
        while (readers.Exists(reader => !reader.IsCompleted))
        {
            ksock.Bind("$.Sometimes", BindingKind.Listener);
            ksock.Unbind("$.Sometimes", BindingKind.Listener);
        }

        await Task.WhenAll(readers);
    }

    [Fact]
    public void The_devices_of_another_process_of_the_same_directory_are_there_for_as_long_as_it_lives()
    {
        using var other = new ServedDevice(202, SharedDirectory);
        Assert.Equal("elsewhere", other.Files());
        Assert.Contains(ProcBindings.Comment(202), File.ReadAllLines(BindingsFile));
        Assert.Contains(File.ReadAllLines(StatsFile), line => line.StartsWith("202: ", StringComparison.Ordinal) && line.EndsWith($"served by process {other.ProcessId}", StringComparison.Ordinal));
        other.Kill();
        Assert.DoesNotContain(ProcBindings.Comment(202), File.ReadAllLines(BindingsFile));
    }

    [Fact]
    public void Those_of_a_device_that_another_process_serves_are_read_from_there()
    {
        var ksock = _world.Open();
        ksock.Bind("$.Told", BindingKind.Replier);
        var binding = Assert.Single(Kbus.Bindings(0, KbusBackend.Device)!);
        Assert.Equal((ksock.Id, BindingKind.Replier, "$.Told"), (binding.Ksock, binding.Kind, binding.Name.Value));
        Assert.Equal(1, Assert.Single(Kbus.Status(0)).Bindings);

        using var untold = new ServedDevice(203);
        Assert.Equal(Errno.ENOENT, Assert.Throws<KbusException>(() => Kbus.Bindings(203, KbusBackend.Device)).Errno);
        Assert.Null(Assert.Single(Kbus.Status(203)).Bindings);
    }
}
