using System.Text;

using Limpet.Core.Messages;

namespace Limpet.PowerShell.Messages;

/// <summary>
/// How a replier's script that fails answers: a Reply whose name is <see cref="Name"/> in place of the Request's, and whose data is what went wrong, in a sentence of
/// UTF-8. It cannot be taken for data by whoever looks at the name, and it is none of KBUS's own Status messages, which have no data.
/// </summary>
internal static class ReplierError
{
    /// <summary>The name of such a Reply.</summary>
    public static readonly MessageName Name = MessageName.Parse("$.Limpet.ReplierError");

    // A sentence for people, which is to fit a bus whose limit is the kernel's default of 1024 bytes, whatever its characters are.
    private const int MostCharacters = 280;

    /// <summary>The Reply to a Request that could not be answered.</summary>
    public static KbusMessage ReplyTo(KbusMessage request, string text)
        => KbusMessage.ReplyTo(request, Encoding.UTF8.GetBytes(text.Length <= MostCharacters ? text : $"{text.AsSpan(0, MostCharacters)}…")) with { Name = Name };

    /// <summary>Whether an answer is one.</summary>
    public static bool Is(KbusMessage answer) => answer.IsReply && answer.Name == Name;
}
