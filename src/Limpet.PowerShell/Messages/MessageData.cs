using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace Limpet.PowerShell.Messages;

/// <summary>
/// The bytes that a value given by a user stands for: bytes, an array of numbers from 0 to 255, a string as UTF-8, the data of a message,
/// or any other object turned into its string as PowerShell does it.
/// </summary>
internal static class MessageData
{
    /// <exception cref="FormatException">It is an array with something in it that is no byte.</exception>
    public static byte[] From(object? value)
    {
        var given = value is PSObject wrapped ? wrapped.BaseObject : value;
        return given switch
        {
            null => [],
            byte[] bytes => [.. bytes],
            byte one => [one],
            string text => Encoding.UTF8.GetBytes(text),
            KbusMessageInfo message => [.. message.Data],
            IList { Count: 0 } => [],
            IList { Count: 1 } list when !IsNumber(list[0]) => From(list[0]),
            IList list => FromNumbers(list),
            _ => Encoding.UTF8.GetBytes(LanguagePrimitives.ConvertTo<string>(value)),
        };
    }

    private static byte[] FromNumbers(IList list)
    {
        var bytes = new byte[list.Count];
        for (var i = 0; i < bytes.Length; i++)
        {
            var item = list[i] is PSObject wrapped ? wrapped.BaseObject : list[i];
            if (!IsNumber(item) || Convert.ToDecimal(item, CultureInfo.InvariantCulture) is var number && (number is < 0 or > 255 || number != decimal.Truncate(number)))
            {
                throw new FormatException($"Item {i} of the data is '{item}'; an array is taken for bytes, so each item must be a whole number from 0 to 255. Join what is meant as text to one string.");
            }

            bytes[i] = (byte)number;
        }

        return bytes;
    }

    private static bool IsNumber(object? item)
        => (item is PSObject wrapped ? wrapped.BaseObject : item) is byte or sbyte or short or ushort or int or uint or long or ulong or decimal or double or float;
}
