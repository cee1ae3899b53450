using System.Management.Automation;
using System.Text;

namespace Limpet.PowerShell.Messages;

/// <summary>The data of a Reply that a script's output stands for.</summary>
internal static class ReplyData
{
    /// <summary>
    /// One value as <see cref="MessageData"/> has it, nothing as no data; several bytes as those bytes, which is how an array of them comes out of a script, and
    /// several values of any other sort as lines of text.
    /// </summary>
    /// <exception cref="FormatException">It is an array with something in it that is no byte.</exception>
    public static byte[] From(IReadOnlyList<PSObject?> output) => output.Count switch
    {
        0 => [],
        1 => MessageData.From(output[0]),
        _ when output.All(value => value?.BaseObject is byte) => [.. output.Select(value => (byte)value!.BaseObject)],
        _ => Encoding.UTF8.GetBytes(string.Join('\n', output.Select(value => LanguagePrimitives.ConvertTo<string>(value)))),
    };
}
