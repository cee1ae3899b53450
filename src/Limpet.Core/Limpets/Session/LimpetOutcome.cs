using Limpet.Core.Ksocks;
using Serilog.Events;

namespace Limpet.Core.Limpets.Session;

/// <summary>How a Limpet ended.</summary>
/// <param name="End">By what.</param>
/// <param name="Reason">The same, as a sentence.</param>
/// <param name="Error">The error, where one ended it.</param>
public sealed record LimpetOutcome(LimpetEnd End, string Reason, Exception? Error = null)
{
    /// <summary>Whether no error ended it.</summary>
    public bool IsClean => End != LimpetEnd.Error;

    /// <summary>The reason alone: it is shown to people, and the error's own text would bring its stack trace.</summary>
    public override string ToString() => Reason;

    /// <summary>The error, where none that a Limpet expects to end by: those say all in their sentence, this one needs to be found.</summary>
    internal Exception? Defect => Error is LimpetException or KbusException ? null : Error;

    internal LogEventLevel Level => IsClean ? LogEventLevel.Information : LogEventLevel.Error;

    internal static LimpetOutcome Failed(Exception error) => new(LimpetEnd.Error, error.Message, error);
}
