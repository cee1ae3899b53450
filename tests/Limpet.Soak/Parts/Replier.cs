using System.Globalization;
using System.Text;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Soak.Parts;

/// <summary>Answers Requests with the bus and what was asked.</summary>
internal sealed class Replier(string directory, int bus) : Member(directory, bus)
{
    private long _answered;
    private long _tooLate;

    public static byte[] Answer(int bus, ReadOnlySpan<byte> question)
        => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bus} answers {Encoding.ASCII.GetString(question)}"));

    protected override void Bind(IKsock ksock) => ksock.Bind(Names.Asked(Bus), BindingKind.Replier);

    protected override void Act(IKsock ksock, Script script)
    {
        while (true)
        {
            var request = ksock.Receive(script.Stopping);
            var error = ksock.TrySend(KbusMessage.ReplyTo(request, Answer(Bus, request.Data.Span)), out _);
            switch (error)
            {
                case Errno.None:
                    _answered++;
                    break;
                case Errno.EADDRNOTAVAIL or Errno.ECONNREFUSED:
                    // Who asked has gone, or has been answered by KBUS.
                    _tooLate++;
                    break;
                case Errno.ENODEV or Errno.EBADF:
                    throw new KbusException(error, KsockOperation.Send, Bus);
                default:
                    script.SayBroken($"a Reply was refused with {error}");
                    break;
            }
        }
    }

    protected override (string What, long Count)[] Totals() => [("answered", _answered), ("tooLate", _tooLate)];
}
