using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Ksocks;

namespace Limpet.Core.Tests.Hostile;

/// <summary>A Ksock whose reading fails with what no Ksock should throw.</summary>
internal sealed class FailingKsock(IKsock inner) : ForwardingKsock(inner)
{
    public override KbusMessage? TryReceive() => throw Eels();

    public override void Receive(ICollection<KbusMessage> into, int most, CancellationToken cancellationToken) => throw Eels();

    private static IOException Eels() => new("The disk is full of eels.");
}
