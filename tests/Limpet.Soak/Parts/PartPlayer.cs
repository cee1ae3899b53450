using System.Globalization;

namespace Limpet.Soak.Parts;

/// <summary>Plays one part in a process of its own.</summary>
internal static class PartPlayer
{
    /// <summary>The argument in front of the part's.</summary>
    public const string Word = "part";

    public static int Play(string part, string[] arguments)
    {
        using var script = new Script();
        var (directory, bus) = (arguments[0], int.Parse(arguments[1], CultureInfo.InvariantCulture));
        switch (part)
        {
            case "host":
                new BusHolder(directory, bus).Play(script);
                break;
            case "limpet":
                LimpetPart.Play(script, directory, bus, arguments[2], arguments[3], arguments[4]);
                break;
            case "speaker":
                new Speaker(directory, bus).Play(script);
                break;
            case "listener":
                new Listener(directory, bus).Play(script);
                break;
            case "asker":
                new Asker(directory, bus).Play(script);
                break;
            case "replier":
                new Replier(directory, bus).Play(script);
                break;
            default:
                throw new ArgumentException($"There is no part '{part}'.", nameof(part));
        }

        return 0;
    }
}
