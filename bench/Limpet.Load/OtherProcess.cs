using System.Diagnostics;
using System.Globalization;

namespace Limpet.Load;

/// <summary>This program once more, in another role: the far side of a scenario.</summary>
internal sealed class OtherProcess : IDisposable
{
    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    public static OtherProcess Start(string role, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileName(Environment.ProcessPath) is "dotnet")
        {
            start.ArgumentList.Add(typeof(OtherProcess).Assembly.Location);
        }

        start.ArgumentList.Add("role");
        start.ArgumentList.Add(role);
        Array.ForEach(arguments, start.ArgumentList.Add);
        return new OtherProcess(Process.Start(start)!);
    }

    /// <summary>The next line it prints, which must begin with that word; what stands behind the word.</summary>
    public string Expect(string word)
    {
        var line = _process.StandardOutput.ReadLine() ?? "";
        return line.StartsWith(word, StringComparison.Ordinal)
            ? line[word.Length..].Trim()
            : throw new InvalidOperationException($"The other process said '{line}'; expected '{word}'.");
    }

    public void Say(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Bytes of it in memory now.</summary>
    public long ResidentBytes => Resident.Bytes(_process.Id.ToString(CultureInfo.InvariantCulture));

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
