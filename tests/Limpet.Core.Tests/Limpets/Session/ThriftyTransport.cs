namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>A connection that takes as many bytes each time as it is told, and says what it took.</summary>
internal sealed class ThriftyTransport(IEnumerable<int> takes) : PlayedTransport
{
    private readonly IEnumerator<int> _takes = takes.GetEnumerator();

    /// <summary>All that was taken.</summary>
    public List<byte> Taken { get; } = [];

    public override int SendSome(ReadOnlySpan<byte> bytes)
    {
        var count = _takes.MoveNext() ? Math.Min(_takes.Current, bytes.Length) : bytes.Length;
        Taken.AddRange(bytes[..count]);
        return count;
    }
}
