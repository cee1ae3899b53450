using Limpet.Core.Messages;

namespace Limpet.Parts;

/// <summary>Messages as they come and go.</summary>
internal static class Samples
{
    /// <summary>The name that they have.</summary>
    public const string Name = "$.Sensors.Kitchen.Temperature";

    /// <summary>An announcement.</summary>
    public static KbusMessage Announcement(int size, uint serial = 17)
        => new(MessageName.Parse(Name), new byte[size]) { Id = new MessageId(0, serial), From = 3 };
}
