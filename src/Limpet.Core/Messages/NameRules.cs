using System.Numerics;

namespace Limpet.Core.Messages;

/// <summary>The rules for message names, for text and for bytes alike (kbus.md 2).</summary>
public static class NameRules
{
    /// <summary>What is wrong with the name, if anything.</summary>
    public static NameFault Check(ReadOnlySpan<char> name) => CheckCore(name);

    /// <summary>What is wrong with the name, if anything.</summary>
    public static NameFault Check(ReadOnlySpan<byte> name) => CheckCore(name);

    /// <summary>The errno that BIND and a written message give for the fault (kbus.md 4); a written name of no bytes is EINVAL, which is the caller's to tell.</summary>
    public static Errno ToErrno(this NameFault fault) => fault switch
    {
        NameFault.None => Errno.None,
        NameFault.TooLong => Errno.ENAMETOOLONG,
        _ => Errno.EBADMSG,
    };

    /// <summary>A sentence that says what was found and what is expected.</summary>
    public static string Describe(ReadOnlySpan<char> name, NameFault fault) => fault switch
    {
        NameFault.None => $"'{name}' is a message name.",
        NameFault.Empty => "The message name is empty; expected $. and words of letters and digits, such as $.Sensors.Kitchen.",
        NameFault.TooLong => $"The message name '{name[..20]}...' has {name.Length} bytes; the most is {MessageName.MaxLength}.",
        NameFault.NoPrefix => $"'{name}' is no message name: it must begin with $. and a word, such as $.Sensors.Kitchen.",
        NameFault.EmptyWord => $"'{name}' is no message name: there must be a word of letters and digits before and after each dot.",
        NameFault.BadCharacter => $"'{name}' is no message name: its words may have the letters A-Z and a-z and the digits 0-9 alone.",
        NameFault.MisplacedWildcard => $"'{name}' is no message name: * and % may stand only as the whole last word, such as $.Sensors.*.",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, message: null),
    };

    private static NameFault CheckCore<T>(ReadOnlySpan<T> name)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (name.IsEmpty)
        {
            return NameFault.Empty;
        }

        if (name.Length > MessageName.MaxLength)
        {
            return NameFault.TooLong;
        }

        if (name.Length < 3 || name[0] != T.CreateTruncating('$') || name[1] != T.CreateTruncating('.'))
        {
            return NameFault.NoPrefix;
        }

        var inWord = false;
        for (var i = 2; i < name.Length; i++)
        {
            switch ((char)ushort.CreateTruncating(name[i]))
            {
                case '.' when !inWord:
                    return NameFault.EmptyWord;
                case '.':
                    inWord = false;
                    break;
                case '*' or '%' when inWord || i != name.Length - 1:
                    return NameFault.MisplacedWildcard;
                case '*' or '%' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9'):
                    inWord = true;
                    break;
                default:
                    return NameFault.BadCharacter;
            }
        }

        return inWord ? NameFault.None : NameFault.EmptyWord;
    }
}
