using System.Globalization;

namespace Limpet.Core.Ksocks.Device;

/// <summary>Which <c>/dev/kbusN</c> there are.</summary>
internal static class DeviceFiles
{
    private const string Prefix = "kbus";

    /// <summary>Their numbers, lowest first.</summary>
    /// <param name="directory">Where devices are.</param>
    public static IReadOnlyList<int> Numbers(string directory = "/dev")
        => [.. Directory.EnumerateFileSystemEntries(directory, Prefix + "*").Select(path => NumberOf(Path.GetFileName(path))).OfType<int>().Order()];

    // kbus07 is not device 7.
    private static int? NumberOf(string name)
        => byte.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && name.Length == Prefix.Length + number.ToString(CultureInfo.InvariantCulture).Length
            ? number
            : null;
}
