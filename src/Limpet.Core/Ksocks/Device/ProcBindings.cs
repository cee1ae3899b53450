using System.Globalization;
using Limpet.Core.Messages;

namespace Limpet.Core.Ksocks.Device;

/// <summary>
/// The text of <c>/proc/kbus/bindings</c> (kbus.md 7): a comment line, then a line a binding, newest first:
/// <c>printf("%3u: %8u %8lu  %c  %s\n", device, ksock, pid, 'R' or 'L', name)</c>.
/// </summary>
public static class ProcBindings
{
    /// <summary>The bindings of all devices, in the order of the lines.</summary>
    /// <exception cref="FormatException">A line is neither a comment nor a binding; the message says which, and what is expected.</exception>
    public static IReadOnlyList<ProcBinding> Parse(string text)
    {
        var bindings = new List<ProcBinding>();
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (!line.IsWhiteSpace() && line[0] != '#')
            {
                bindings.Add(ParseLine(line, number));
            }
        }

        return bindings;
    }

    /// <summary>The comment before the bindings of a device that our own server writes, without its end; it is there for a device without bindings too.</summary>
    public static string Comment(int device) => string.Create(CultureInfo.InvariantCulture, $"# /dev/kbus{device}: device, Ksock, process, R(eplier) or L(istener), name");

    /// <summary>A binding as a line of the file, without its end.</summary>
    public static string Format(ProcBinding binding) => string.Create(
        CultureInfo.InvariantCulture,
        $"{binding.Device,3}: {binding.Ksock,8} {binding.ProcessId,8}  {(binding.Kind == BindingKind.Replier ? 'R' : 'L')}  {binding.Name.Value}");

    private static ProcBinding ParseLine(ReadOnlySpan<char> line, int number)
    {
        Span<Range> fields = stackalloc Range[6];
        var count = line.Split(fields, ' ', StringSplitOptions.RemoveEmptyEntries);
        if (count != 5 || line[fields[0]][^1] != ':')
        {
            throw Wrong(line, number, "expected 'DEVICE: KSOCK PID R|L NAME'");
        }

        var device = line[fields[0]][..^1];
        if (!byte.TryParse(device, NumberStyles.None, CultureInfo.InvariantCulture, out var deviceNumber))
        {
            throw Wrong(line, number, $"the device is '{device}'; expected 0 to 255");
        }

        if (!uint.TryParse(line[fields[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var ksock))
        {
            throw Wrong(line, number, $"the Ksock id is '{line[fields[1]]}'; expected 0 to {uint.MaxValue}");
        }

        if (!ulong.TryParse(line[fields[2]], NumberStyles.None, CultureInfo.InvariantCulture, out var process))
        {
            throw Wrong(line, number, $"the process id is '{line[fields[2]]}'; expected a number");
        }

        if (line[fields[3]] is not ("R" or "L"))
        {
            throw Wrong(line, number, $"the kind is '{line[fields[3]]}'; expected R (replier) or L (listener)");
        }

        return MessageName.TryParse(line[fields[4]], out var name, out var fault)
            ? new ProcBinding(deviceNumber, ksock, process, line[fields[3]] is "R" ? BindingKind.Replier : BindingKind.Listener, name)
            : throw Wrong(line, number, NameRules.Describe(line[fields[4]], fault));
    }

    private static FormatException Wrong(ReadOnlySpan<char> line, int number, string what)
        => new($"Line {number} of the bindings is '{line}': {what.TrimEnd('.')}.");
}
