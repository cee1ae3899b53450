using Serilog;
using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>
/// Tells a Limpet's events to its user and to the log: at verbosity 0 the log hears nothing, at 1 what the Limpet announces, at 2 of each message (limpet.md 6).
/// The user's callback hears what is announced whatever the verbosity.
/// </summary>
internal sealed class EventTeller(ILogger logger, int verbosity, Action<LimpetEvent>? callback)
{
    /// <summary>Whether anybody wants to know of each message.</summary>
    public bool EachMessage { get; } = verbosity >= 2 && (callback is not null || logger.IsEnabled(LogEventLevel.Verbose));

    public void Tell(LimpetEvent what)
    {
        if (what.Verbosity <= verbosity)
        {
            logger.Write(Level(what), "{Kind}: {Text}", what.Kind, what.Text);
        }

        if (what.Verbosity <= Math.Max(1, verbosity))
        {
            CallBack(what);
        }
    }

    // On a thread that carries messages, perhaps that of a program which sends one: its fault must not end them.
    private void CallBack(LimpetEvent what)
    {
        try
        {
            callback?.Invoke(what);
        }
        catch (Exception e)
        {
            logger.Error(e, "The callback for events failed at {Kind}", what.Kind);
        }
    }

    private static LogEventLevel Level(LimpetEvent what) => what switch
    {
        DisconnectedEvent { Outcome.IsClean: false } => LogEventLevel.Error,
        MessageRefusedEvent or LoopDetectedEvent or LimitReachedEvent => LogEventLevel.Warning,
        { Verbosity: >= 2 } => LogEventLevel.Verbose,
        _ => LogEventLevel.Information,
    };
}
