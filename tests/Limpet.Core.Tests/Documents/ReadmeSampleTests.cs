using System.Runtime.CompilerServices;
using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Limpets.Configuration;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Documents;

/// <summary>The code in the README of Limpet.Core is the code here, which is compiled and runs; and the config in the README of all can be read.</summary>
public sealed class ReadmeSampleTests
{
    private const string Indentation = "    ";

    [Fact]
    public void The_sample_prints_the_answer()
    {
        using var buses = EmbeddedBuses.Private();
        Assert.StartsWith("Reply 0:2 '$.Add.One' in reply to 0:1 from 1 to 2 (2 bytes)", Sample(new Buses(buses), new Lines()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_README_has_the_sample()
    {
        var here = File.ReadAllLines(ThisFile());
        var start = Array.FindIndex(here, line => line.Trim() == "// The sample begins.") + 1;
        var end = Array.FindIndex(here, line => line.Trim() == "// The sample ends.");
        var sample = here[start..end].Select(line => line.Trim()).ToList();
        var readme = Block(Path.Combine(Root(), "src", "Limpet.Core", "README.md"), "using Limpet.Core;").Where(line => !line.StartsWith("using Limpet", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(readme);
        Assert.Equal(sample.SkipLast(1), readme.SkipWhile(line => line.Length == 0));
    }

    [Fact]
    public void The_config_in_the_README_is_read()
    {
        var config = ConfigFile.Parse(string.Join('\n', Block(Path.Combine(Root(), "README.md"), "{")), "/etc/limpet");
        Assert.Equal(2, config.Limpets.Count);
    }

    private static string Sample(Buses Kbus, Lines Console)
    {
        // The sample begins.
        using var replier = Kbus.Open(0);
        replier.Bind("$.Add.One", BindingKind.Replier);

        using var asker = Kbus.Open(0);
        asker.Send(KbusMessage.Request("$.Add.One", "41"));

        var request = replier.Receive();
        replier.Send(KbusMessage.ReplyTo(request, "42"u8.ToArray()));
        Console.WriteLine(asker.Receive());

        // The sample ends.
        return Console.Text;
    }

    // The lines of the first block of code that begins so.
    private static List<string> Block(string file, string first)
        => [.. File.ReadAllLines(file).SkipWhile(line => line != Indentation + first).TakeWhile(line => line.Length == 0 || line.StartsWith(Indentation, StringComparison.Ordinal)).Select(line => line.Length == 0 ? line : line[Indentation.Length..]).Reverse().SkipWhile(line => line.Length == 0).Reverse()];

    private static string Root() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", ".."));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    /// <summary>The buses of the test in place of the user's own.</summary>
    private sealed class Buses(EmbeddedBuses buses)
    {
        public IKsock Open(int device) => buses.Open(device);
    }

    /// <summary>And what it prints, in place of the console of all tests.</summary>
    private sealed class Lines
    {
        public string Text { get; private set; } = "";

        public void WriteLine(object line) => Text += $"{line}\n";
    }
}
