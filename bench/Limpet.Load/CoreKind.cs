namespace Limpet.Load;

/// <summary>Where the two processes of a bare ping-pong run.</summary>
internal enum CoreKind
{
    /// <summary>Where the kernel puts them.</summary>
    Free,

    /// <summary>On one processor.</summary>
    One,

    /// <summary>On one each.</summary>
    Two,
}
