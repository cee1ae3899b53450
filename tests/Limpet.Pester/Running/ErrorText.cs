using System.Management.Automation;

namespace Limpet.Pester.Running;

/// <summary>An error as a failed test shows it: the message, and the lines of the script that led to it.</summary>
internal static class ErrorText
{
    public static string Of(ErrorRecord error)
    {
        var kind = error.Exception is RuntimeException or Assertions.AssertionFailedException ? "" : $"{error.Exception.GetType().Name}: ";
        var line = error.InvocationInfo?.Line.Trim();
        var at = string.IsNullOrEmpty(line) ? "" : $"{Environment.NewLine}  {line}";
        var stack = error.ScriptStackTrace is { Length: > 0 } trace ? $"{Environment.NewLine}{Own(trace)}" : "";
        return $"{kind}{error}{at}{stack}";
    }

    // Frames without a file are the runner's.
    private static string Own(string trace) =>
        string.Join(Environment.NewLine, trace.Split('\n').Where(l => !l.Contains("<No file>", StringComparison.Ordinal)).Select(l => l.TrimEnd()));
}
