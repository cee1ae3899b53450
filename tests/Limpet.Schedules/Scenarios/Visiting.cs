using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Schedules.Running;

namespace Limpet.Schedules.Scenarios;

/// <summary>Those who come and go: each stands in the way of all speakers with a queue of one message, and leaves without having read, or in the middle of it.</summary>
internal static class Visiting
{
    public static void Run(Participant who, Bus bus, int visits)
    {
        for (var i = 0; i < visits && !who.Round.IsEnding; i++)
        {
            who.Doing = $"begins visit {i + 1}";
            var ksock = bus.Open(who.Random);
            ksock.MaxMessages(1);
            ksock.Bind("$.News.*", BindingKind.Listener);
            who.Dawdle();
            switch (who.Random.Next(4))
            {
                case 0:
                    ksock.Unbind("$.News.*", BindingKind.Listener);
                    break;
                case 1:
                    who.Round.Start($"reader of visit {i + 1}", reader => ReadUntilClosed(reader, ksock));
                    who.Dawdle();
                    break;
                case 2:
                    ksock.MaxMessages(4);
                    who.Dawdle();
                    break;
            }

            who.Doing = $"ends visit {i + 1}";
            ksock.Dispose();
        }
    }

    /// <summary>Asks the bus this and that.</summary>
    public static void Ask(Participant who, Bus bus, int times)
    {
        for (var i = 0; i < times && !who.Round.IsEnding; i++)
        {
            who.Doing = "asks how the bus is";
            using var ksock = bus.Open(who.Random);
            ksock.ReportReplierBinds(who.Random.Next(4) == 0 ? 1u : 0u);
            ksock.FindReplier("$.Ask.0");
            while (ksock.TryReceive() is not null)
            {
                who.Dawdle();
            }
        }
    }

    private static void ReadUntilClosed(Participant reader, IKsock ksock)
    {
        try
        {
            while (true)
            {
                reader.Doing = "waits for a message, or for its Ksock to be closed";
                ksock.Receive();
            }
        }
        catch (KbusException e) when (e.Errno == Errno.EBADF)
        {
            // It was closed, as it should be.
        }
    }
}
