namespace Limpet.Core.Cuse;

/// <summary>What answers the kernel's requests for a device; only one thread calls it.</summary>
internal interface ICuseServer
{
    /// <summary>Answers a request at once.</summary>
    /// <param name="bytes">The request.</param>
    /// <param name="reply">Room for <see cref="CuseSession.BufferSize"/> bytes.</param>
    /// <returns>Bytes of the reply; 0 where the request has none.</returns>
    int Answer(ReadOnlySpan<byte> bytes, Span<byte> reply);

    /// <summary>The device is gone.</summary>
    void Ended();
}
