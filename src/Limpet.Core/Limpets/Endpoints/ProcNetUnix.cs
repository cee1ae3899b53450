using System.Globalization;

namespace Limpet.Core.Limpets.Endpoints;

/// <summary>The system's list of Unix sockets, which tells who listens without connecting.</summary>
internal static class ProcNetUnix
{
    private const string List = "/proc/net/unix";
    private const int FlagsColumn = 3;
    private const int StateColumn = 5;
    private const int PathColumn = 7;

    // Bound and not listening yet: its owner is just giving the file its mode. One that a peer has connected to is in another state.
    private const string Unconnected = "01";
    private const uint Listening = 0x10000;

    /// <summary>
    /// Whether a socket listens, or is about to, that was bound under exactly that path. False says nothing: it may have been bound under another name for it.
    /// </summary>
    public static bool HasListener(string path)
    {
        if (!File.Exists(List))
        {
            return false;
        }

        foreach (var line in File.ReadLines(List))
        {
            var columns = line.Split(' ', PathColumn + 1, StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length > PathColumn
                && string.Equals(columns[PathColumn], path, StringComparison.Ordinal)
                && uint.TryParse(columns[FlagsColumn], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var flags)
                && ((flags & Listening) != 0 || string.Equals(columns[StateColumn], Unconnected, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}
