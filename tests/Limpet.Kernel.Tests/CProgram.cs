using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Limpet.Kernel.Tests;

/// <summary>The plain C program in tests/native: which tests it has, how it is built, and what it says.</summary>
public static partial class CProgram
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "native");

    /// <summary>The tests that need a device, by name.</summary>
    public static IReadOnlyList<string> DeviceTests() => Names("DEVICE_TESTS");

    /// <summary>Those in which processes are killed.</summary>
    public static IReadOnlyList<string> KillTests() => [.. Names("KILL_TESTS"), .. Names("SERVER_TESTS")];

    /// <summary>The tests of the layout alone.</summary>
    public static IReadOnlyList<string> LayoutTests() => Names("LAYOUT_TESTS");

    /// <summary>Compiles it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="bits">64 or 32.</param>
    /// <param name="printed">What the compiler printed.</param>
    /// <returns>Whether the compiler can: for the other word size it needs libraries of its own.</returns>
    public static bool TryBuild(string output, int bits, out string printed)
    {
        string[] arguments =
        [
            $"-m{bits}", "-std=c99", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Werror", "-O1", "-g", "-o", output, .. Directory.GetFiles(Folder, "*.c"),
        ];
        return Run("gcc", arguments, out printed) == 0;
    }

    /// <summary>Compiles it, or fails.</summary>
    public static void Build(string output, int bits)
    {
        if (!TryBuild(output, bits, out var printed))
        {
            throw new InvalidOperationException($"gcc cannot build tests/native: {printed}");
        }
    }

    /// <summary>Runs a program to its end and gives its exit code.</summary>
    public static int Run(string program, IEnumerable<string> arguments, out string printed)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        printed += errors.GetAwaiter().GetResult();
        return process.ExitCode;
    }

    /// <summary>How each test ended, from lines such as <c>ok 3 - name</c>; the comments before it say what went wrong.</summary>
    /// <returns>Its name, and what went wrong or null.</returns>
    public static IReadOnlyDictionary<string, string?> ReadResults(string tap)
    {
        var results = new Dictionary<string, string?>(StringComparer.Ordinal);
        var comments = new StringBuilder();
        foreach (var line in tap.Split('\n'))
        {
            var result = ResultLine().Match(line);
            if (result.Success)
            {
                results[result.Groups["name"].Value] = result.Groups["not"].Success ? $"The C program says:\n{comments}{line}" : null;
                comments.Clear();
            }
            else
            {
                comments.AppendLine(line);
            }
        }

        return results;
    }

    private static string[] Names(string table)
    {
        var text = File.ReadAllText(Path.Combine(Folder, "tests.h"));
        var begin = text.IndexOf($"#define {table}(X)", StringComparison.Ordinal);
        var end = text.IndexOf("\n\n", begin, StringComparison.Ordinal);
        return [.. TableEntry().Matches(text[begin..end]).Select(entry => entry.Groups["name"].Value)];
    }

    [GeneratedRegex(@"^(?<not>not )?ok \d+ - (?<name>\w+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ResultLine();

    [GeneratedRegex(@"\bX\((?<name>\w{2,})\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableEntry();
}
