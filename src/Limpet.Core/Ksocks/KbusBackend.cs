namespace Limpet.Core.Ksocks;

/// <summary>Which bus a device number means.</summary>
public enum KbusBackend
{
    /// <summary><c>/dev/kbusN</c> where it exists, the embedded bus otherwise.</summary>
    Auto,

    /// <summary><c>/dev/kbusN</c> alone.</summary>
    Device,

    /// <summary>The embedded bus alone.</summary>
    Embedded,
}
