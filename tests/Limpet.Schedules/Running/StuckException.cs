namespace Limpet.Schedules.Running;

/// <summary>Nobody gets any further.</summary>
internal sealed class StuckException(string message) : Exception(message);
