namespace Limpet.Core.Bus.Hosting;

/// <summary>
/// How members speak with the process that hosts a bus: frames of a u32 length, a byte (operation one way, 0 the other), then the fields, every
/// number in native byte order, since both ends are on one machine. An answer begins with a u32 errno.
/// </summary>
internal static class MemberProtocol
{
    /// <summary>Both ends must have the same.</summary>
    public const uint Version = 3;

    /// <summary>The longest frame either end takes: the largest message and what is around it, with room.</summary>
    public const int MaxFrame = 1024 * 1024;

    /// <summary>Messages are gathered into one frame until it has this many bytes.</summary>
    public const int GatherBudget = 128 * 1024;

    /// <summary>Bytes before the fields: length and operation.</summary>
    public const int HeaderSize = 5;

    /// <summary>How long a host may take for an answer that needs no waiting before it counts as gone.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(20);

    /// <summary>How long closing a Ksock waits for the host to have done it.</summary>
    public static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);
}
