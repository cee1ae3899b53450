using Serilog;
using Serilog.Events;

namespace Limpet.Core.Limpets.Events;

/// <summary>
/// Tells a Limpet's events to its user and to the log. The user's callback hears what is announced, and at verbosity 2 of each message (limpet.md 6);
/// the log hears what its own level lets through, whatever the verbosity: of each message at Debug, and with its data at Verbose.
/// </summary>
internal sealed class EventTeller(ILogger logger, int verbosity, Action<LimpetEvent>? callback, int link = 0)
{
    private readonly bool _callbackWantsEach = verbosity >= 2 && callback is not null;

    /// <summary>Whether anybody wants to know of each message; a log's level may change at any time.</summary>
    public bool EachMessage => _callbackWantsEach || logger.IsEnabled(LogEventLevel.Debug);

    /// <summary>Tells the same people of what happens to one link.</summary>
    public EventTeller OfLink(int number) => new(logger, verbosity, callback, number);

    public void Tell(LimpetEvent what)
    {
        what.Link = link;
        Log(what);
        if (what.Verbosity <= Math.Max(1, verbosity))
        {
            CallBack(what);
        }
    }

    private void Log(LimpetEvent what)
    {
        if (logger.IsEnabled(what.Level))
        {
            logger.Write(EventRecord.Of(what, withData: logger.IsEnabled(LogEventLevel.Verbose)));
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
            Log(new CallbackFailedEvent(what, e));
        }
    }
}
