namespace Limpet.Load.Mqtt;

/// <summary>The topics that are used.</summary>
internal static class Topics
{
    public const string Announced = "load/announced";

    public const string Asked = "load/asked";

    public const string Answered = "load/answered";

    /// <summary>Whoever listens or replies answers what is published here,</summary>
    public const string Probe = "load/probe";

    /// <summary>and here.</summary>
    public const string Probed = "load/probed";
}
