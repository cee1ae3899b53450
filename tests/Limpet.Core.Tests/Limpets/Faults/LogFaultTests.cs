using System.Text.Json;
using Limpet.Core.Tests.Hosting;
using Limpet.PowerShell.Logs;
using Limpet.Soak.Faults;
using Limpet.Soak.Staging;
using Serilog.Events;
using Serilog.Parsing;

namespace Limpet.Core.Tests.Limpets.Faults;

/// <summary>Logs that cannot be written for a while: whoever logs lives on, tells of it, and logs again when it can.</summary>
public sealed class LogFaultTests : IDisposable
{
    private const string RequiredVariable = "LIMPET_REQUIRE_KERNEL";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_Limpet_whose_disk_is_full_lives_on_tells_of_it_and_logs_again_when_there_is_room()
    {
        if (!SmallDisk.CanBeMade(_directory.Path))
        {
            const string Reason = "No disk can be mounted here; root and mount namespaces are needed.";
            Assert.SkipWhen(Environment.GetEnvironmentVariable(RequiredVariable) is not { Length: > 0 }, Reason);
            Assert.Fail(Reason);
        }

        var endpoint = $"unix:{_directory.At("limpet.sock")}";
        var logs = Directory.CreateDirectory(_directory.At("logs")).FullName;
        var others = Directory.CreateDirectory(_directory.At("others")).FullName;
        var broken = new List<string>();
        using (var host = Play("host", 1))
        using (var host2 = Play("host", 2))
        using (var limpet = new Player("limpet 1", ["limpet", _directory.At("bus"), "1", "listen", endpoint, logs], broken.Add, logs))
        using (var pair = Play("limpet", 2, "connect", endpoint, others))
        using (var listener = Play("listener", 2))
        using (var speaker = Play("speaker", 1))
        {
            var disk = limpet.Disk!;
            Until("nothing is logged", () => disk.Describe().Contains("limpet_", StringComparison.Ordinal));

            // A file that begins then has the oldest deleted, and takes its room unless that is filled too.
            Until("it tells of no loss", () =>
            {
                disk.Fill();
                return limpet.AskOfLog().Lost > 100;
            });
            Assert.Contains("No space left", limpet.AskOfLog().Why, StringComparison.Ordinal);
            disk.Clear();
            var full = disk.Describe();
            Until("it does not log again", () => disk.Describe() != full);
            var lost = limpet.AskOfLog().Lost;
            var rolled = disk.Newest;
            Until("it begins no new file", () => disk.Newest != rolled);
            Assert.Equal(lost, limpet.AskOfLog().Lost);

            // Of what is logged from then on each line is whole.
            Assert.All(disk.ReadLines(disk.Newest).SkipLast(1), line => JsonDocument.Parse(line).Dispose());
        }

        Assert.Empty(broken);

        Player Play(string part, int bus, params string[] more) => new($"{part} {bus}", [part, _directory.At("bus"), $"{bus}", .. more], broken.Add);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_when_its_turn_comes_is_opened_when_it_can_be()
    {
        var path = _directory.At("x.log");
        var next = _directory.At("x_001.log");
        using var log = new LogFile(new LogSettings(path, LimpetLogLevel.Information, LimpetLogFormat.Json, RollDaily: false, RollSize: 1024, Keep: null));
        Directory.CreateDirectory(next);
        Until("nothing is lost", () => LogOne(log).Lost > 10);
        Assert.Contains(next, log.LastFailure, StringComparison.Ordinal);

        Directory.Delete(next);
        Until("it does not log again", () => LogOne(log) is not null && File.Exists(next) && new FileInfo(next).Length > 0);
        var lost = log.Lost;
        Assert.Equal(lost, LogOne(log).Lost);
    }

    private static LogFile LogOne(LogFile log)
    {
        log.Emit(new LogEvent(DateTimeOffset.UnixEpoch, LogEventLevel.Information, exception: null, new MessageTemplateParser().Parse("Something with a hundred bytes or so has happened here"), []));
        return log;
    }

    private static void Until(string otherwise, Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience), otherwise);
}
