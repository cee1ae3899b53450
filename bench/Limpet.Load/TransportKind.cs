namespace Limpet.Load;

/// <summary>What joins two Limpets.</summary>
internal enum TransportKind
{
    /// <summary>A Unix socket.</summary>
    Unix,

    /// <summary>TCP over loopback.</summary>
    Tcp,

    /// <summary>TLS 1.3 over that.</summary>
    Tls,
}
