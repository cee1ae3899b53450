using Limpet.Core.Cuse.Protocol;
using Limpet.Core.Messages;

namespace Limpet.Core.Cuse.Ioctls;

/// <summary>What an ioctl comes to: a result, with up to 8 bytes for the caller, or ranges of the caller's memory that are needed first.</summary>
internal readonly record struct IoctlAnswer
{
    /// <summary>Ranges to fetch before the ioctl can be done; null where this is its result.</summary>
    public CallerRange[]? Fetch { get; private init; }

    /// <summary>The range that will be stored to, with <see cref="Fetch"/>.</summary>
    public CallerRange? Store { get; private init; }

    /// <summary>Why it was refused, if it was.</summary>
    public Errno Error { get; private init; }

    /// <summary>What ioctl(2) returns where it was not refused.</summary>
    public int Result { get; private init; }

    /// <summary>How many of <see cref="First"/> and <see cref="Second"/> the caller gets: 0, 1 or 2.</summary>
    public int Words { get; private init; }

    /// <summary>The first word for the caller.</summary>
    public uint First { get; private init; }

    /// <summary>The second.</summary>
    public uint Second { get; private init; }

    /// <summary>Done, or refused, with nothing for the caller.</summary>
    public static IoctlAnswer Done(Errno error) => new() { Error = error };

    /// <summary>Done with a number for the caller; a refusal gives none.</summary>
    public static IoctlAnswer Number(Errno error, uint value, int result = 0)
        => error == Errno.None ? new() { Result = result, Words = 1, First = value } : Done(error);

    /// <summary>Done with an id for the caller; a send that waits (EAGAIN) gives it too.</summary>
    public static IoctlAnswer Id(Errno error, MessageId id)
        => error is Errno.None or Errno.EAGAIN ? new() { Error = error, Words = 2, First = id.Network, Second = id.Serial } : Done(error);

    /// <summary>The caller's memory is needed first.</summary>
    public static IoctlAnswer Need(CallerRange? store, params CallerRange[] fetch) => new() { Fetch = fetch, Store = store };
}
