using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Limpet.Load.Measuring;
using Limpet.Load.Traffic;

namespace Limpet.Load.Roles;

/// <summary>This program once more, as one process of a scenario (<see cref="ProgramRole"/>), in the hands of the one that runs it.</summary>
internal sealed class RoleProcess : IParticipant
{
    /// <summary>The role that it plays.</summary>
    public const string Role = "program";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private RoleProcess(string name, Process process) => (Name, _process) = (name, process);

    public string Name { get; }

    /// <summary>Starts it, and waits until its buses are there and its Limpets are started.</summary>
    public static RoleProcess Start(string name, ProgramSetup setup)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileName(Environment.ProcessPath) is "dotnet")
        {
            start.ArgumentList.Add(typeof(RoleProcess).Assembly.Location);
        }

        start.ArgumentList.Add(RolePlayer.Argument);
        start.ArgumentList.Add(Role);
        start.ArgumentList.Add(JsonSerializer.Serialize(setup, Wire.Json));
        var program = new RoleProcess(name, Process.Start(start)!);
        try
        {
            program.Read(Wire.Ready);
            return program;
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }

    /// <summary>Waits until it is connected, and opens what its job needs.</summary>
    public void Open() => Ask(Wire.Open);

    public void Begin() => Ask(Wire.Begin);

    /// <summary>Lets it send.</summary>
    public Ran Run(RunOrder order) => Ask<Ran>($"{Wire.Run} {JsonSerializer.Serialize(order, Wire.Json)}");

    /// <summary>Waits until it has received so many.</summary>
    public Arrived Expect(long count) => Ask<Arrived>($"{Wire.Expect} {count.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>What it has in memory.</summary>
    public MemoryNow Memory() => Ask<MemoryNow>(Wire.Memory);

    public ProcessReport Report()
    {
        var used = Ask<Usage>(Wire.Used);
        return new ProcessReport(Name, used.ProcessorSeconds, used.AllocatedBytes, ProcessMemory.Peak(_process.Id));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeToEnd))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private T Ask<T>(string line) => JsonSerializer.Deserialize<T>(Ask(line), Wire.Json)!;

    private string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        return Read(Wire.Done);
    }

    private string Read(string word)
    {
        var read = _process.StandardOutput.ReadLineAsync();
        if (!read.Wait(Patience))
        {
            throw new TimeoutException($"The process '{Name}' said nothing for {Patience.TotalMinutes} minutes.");
        }

        var line = read.Result ?? "nothing, and ended";
        return line.StartsWith(word, StringComparison.Ordinal)
            ? line[word.Length..].Trim()
            : throw new InvalidOperationException($"The process '{Name}' said: {line}");
    }
}
