namespace Limpet.Core.Cuse;

/// <summary>What answers the kernel's requests for a device or a file system; only one thread calls it.</summary>
internal interface IFuseServer
{
    /// <summary>Answers a request at once.</summary>
    /// <param name="bytes">The request.</param>
    /// <param name="reply">Room for as many bytes as its <see cref="FuseChannel"/> was told.</param>
    /// <returns>Bytes of the reply; 0 where the request has none.</returns>
    int Answer(ReadOnlySpan<byte> bytes, Span<byte> reply);

    /// <summary>What it serves is gone.</summary>
    void Ended();
}
