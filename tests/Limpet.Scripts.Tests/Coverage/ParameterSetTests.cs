using Limpet.Help.Facts;
using Limpet.Scripts.Tests.Help;

namespace Limpet.Scripts.Tests.Coverage;

/// <summary>Each parameter set and each way in through the pipeline has a Pester test that uses it, as the scripts read.</summary>
public sealed class ParameterSetTests
{
    private static readonly List<CommandCall> s_calls = [.. Directory.GetFiles(TestPaths.PesterScripts, "*.Tests.ps1").SelectMany(CommandCall.In)];

    public static TheoryData<string> Commands => new(HelpFiles.Commands.Select(command => command.Name));

    [Theory]
    [MemberData(nameof(Commands))]
    public void Each_parameter_set_is_used(string name)
    {
        var (command, calls) = Of(name);
        var used = calls.Select(call => call.SetOf(command)?.Name).ToHashSet();

        Assert.Equal([], command.Sets.Select(set => set.Name).Where(set => !used.Contains(set)));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Each_parameter_takes_something_from_the_pipeline_that_can(string name)
    {
        var (command, calls) = Of(name);
        var used = calls.SelectMany(call => call.SetOf(command) is { } set ? call.FromPipeline(command, set).Select(parameter => (set.Name, parameter)) : []).ToHashSet();

        Assert.Equal([], command.Parameters.SelectMany(parameter => parameter.Sets.Where(set => set.ByValue || set.ByPropertyName).Select(set => (set.Set, parameter.Name))).Where(each => !used.Contains(each)));
    }

    [Fact]
    public void A_call_is_read_as_the_engine_binds_it()
    {
        var command = HelpFiles.Commands.Single(it => it.Name == "Get-KbusMessage");

        Assert.Equal("Kbus", Read("Get-KbusMessage -Kbus 0 '$.X'").SetOf(command)?.Name);
        Assert.Equal("Ksock", Read("Get-KbusMessage -Ksock $k '$.X' -Replier").SetOf(command)?.Name);
        Assert.Null(Read("Get-KbusMessage '$.X'").SetOf(command));
        Assert.Equal("Ksock", Read("Open-Ksock -Kbus 0 '$.X' | Get-KbusMessage -Count 1").SetOf(command)?.Name);
        Assert.Equal("Socket", Read("$socket | Get-KbusMessage -Count 1").SetOf(command)?.Name);
        Assert.Equal(["Ksock"], Read("$k | Get-KbusMessage -Count 1").FromPipeline(command, command.Sets.Single(set => set.Name == "Ksock")));
        Assert.Equal(1, Read("Get-KbusMessage -Replier '$.X' -Kbus 0").Positional);
    }

    private static (CommandFacts Command, IEnumerable<CommandCall> Calls) Of(string name)
        => (HelpFiles.Commands.Single(command => command.Name == name), s_calls.Where(call => string.Equals(call.Command, name, StringComparison.OrdinalIgnoreCase)));

    private static CommandCall Read(string script)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, script);
            return CommandCall.In(path).Last();
        }
        finally
        {
            File.Delete(path);
        }
    }
}
