using System.Globalization;
using System.Text;
using Limpet.Core.Messages;

namespace Limpet.Soak.Parts;

/// <summary>The data of an announcement.</summary>
/// <param name="Speaker">The process that sent it.</param>
/// <param name="Number">Which of all it sent, from 1.</param>
/// <param name="Promised">Which of those that wait for room, and so reach every listener of the bus; 0 for one that does not.</param>
/// <param name="Incarnation">How many times its bus had gone away.</param>
internal sealed record Utterance(int Speaker, long Number, long Promised, int Incarnation)
{
    public byte[] ToData(int length)
    {
        var text = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Speaker} {Number} {Promised} {Incarnation} "));
        var data = new byte[Math.Max(length, text.Length)];
        text.CopyTo(data, 0);
        return data;
    }

    public static Utterance Read(KbusMessage message)
    {
        var words = Encoding.ASCII.GetString(message.Data.Span[..Math.Min(message.Data.Length, 80)]).Split(' ');
        return new Utterance(
            int.Parse(words[0], CultureInfo.InvariantCulture),
            long.Parse(words[1], CultureInfo.InvariantCulture),
            long.Parse(words[2], CultureInfo.InvariantCulture),
            int.Parse(words[3], CultureInfo.InvariantCulture));
    }
}
