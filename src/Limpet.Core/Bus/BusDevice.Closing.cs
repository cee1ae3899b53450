namespace Limpet.Core.Bus;

/// <summary>Closing (kbus.md 6).</summary>
public sealed partial class BusDevice
{
    internal void Close(BusKsock ksock)
    {
        // From here on it receives nothing: a Status to itself would have no reader.
        _ksocks.Remove(ksock.Id);
        ksock.DropRead();
        ksock.Writing.Clear();
        StopWaiting(ksock);

        while (ksock.Queue.Count > 0)
        {
            var message = ksock.Queue.PopFront().Message;
            if (message.WantsYouToReply)
            {
                SendStatus("$.KBUS.Replier.GoneAway", ksock.Id, message.Id, message.From);
            }
        }

        foreach (var binding in ksock.Bindings.OrderByDescending(binding => binding.Sequence).ToList())
        {
            if (binding.Kind == Messages.BindingKind.Replier)
            {
                AnnounceClosing(ksock, binding.Name);
            }

            Remove(binding);
        }

        SetAside.RemoveFor(ksock);
        foreach (var (request, asker) in ksock.Unanswered.TakeAll())
        {
            SendStatus("$.KBUS.Replier.Ignored", ksock.Id, request, asker);
        }

        // A Reply to it that waits, for whomever, can only fail now.
        WaitersMayTry();
        ksock.IsClosed = true;
    }
}
