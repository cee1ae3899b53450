namespace Limpet.Core.Cuse;

/// <summary>How <c>/dev/kbusN</c> is to be.</summary>
public sealed record CuseDeviceOptions
{
    /// <summary>For everybody to read and write, as KBUS's own udev rule has it.</summary>
    public const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Its permissions, 0666 unless told otherwise.</summary>
    public UnixFileMode Mode { get; init; } = Everybody;

    /// <summary>The name or number of its group; null leaves it as the system makes it.</summary>
    public string? Group { get; init; }
}
