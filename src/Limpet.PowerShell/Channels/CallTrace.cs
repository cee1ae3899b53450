namespace Limpet.PowerShell.Channels;

/// <summary>
/// Where the cmdlet that works on this thread tells what it asks of a bus: its debug stream, while its caller wants to see that. Nothing is put into words for anybody who does not.
/// </summary>
internal static class CallTrace
{
    [ThreadStatic]
    private static Action<string>? s_tell;

    /// <summary>Takes a line; null where nobody listens.</summary>
    public static Action<string>? Tell => s_tell;

    /// <summary>Has this thread tell somebody else, or nobody, until that is disposed of: one cmdlet of a pipeline works in the middle of another.</summary>
    public static Scope To(Action<string>? tell)
    {
        var before = s_tell;
        s_tell = tell;
        return new Scope(before);
    }

    /// <summary>Ends by what was before.</summary>
    internal readonly struct Scope(Action<string>? before) : IDisposable
    {
        /// <summary>Has the thread tell whom it told before.</summary>
        public void Dispose() => s_tell = before;
    }
}
