using Microsoft.PowerShell.Commands.Internal.Format;

namespace Limpet.Shell.Commands;

/// <summary>
/// The engine has the whole of formatting, and the public base classes of <c>Format-Table</c> and <c>Out-String</c> with all their parameters;
/// only what connects the two is not public, since the cmdlets live in another assembly. This connects them, so that the
/// output is the engine's own.
/// </summary>
internal static class EngineFormatting
{
    private const string Namespace = "Microsoft.PowerShell.Commands.Internal.Format.";

    /// <summary>Makes <paramref name="cmdlet"/> format its input as a table or a list.</summary>
    /// <param name="cmdlet">The cmdlet, in its constructor.</param>
    /// <param name="shape">Table or List.</param>
    public static void FormatAs(FrontEndCommandBase cmdlet, string shape)
    {
        var value = Enum.Parse(EngineInternals.TypeOf(Namespace + "FormatShape"), shape);
        Connect(cmdlet, EngineInternals.New(Namespace + "InnerFormatShapeCommand", value));
    }

    /// <summary>Makes <paramref name="cmdlet"/> print its input, formatted, to <paramref name="writer"/>.</summary>
    public static void PrintTo(FrontEndCommandBase cmdlet, TextWriter writer, int width)
    {
        var output = EngineInternals.New(Namespace + "OutputManagerInner");
        EngineInternals.Set(output, output.GetType(), "LineOutput", EngineInternals.New(Namespace + "TextWriterLineOutput", writer, width));
        Connect(cmdlet, output);
    }

    private static void Connect(FrontEndCommandBase cmdlet, object implementation) =>
        EngineInternals.Set(cmdlet, typeof(FrontEndCommandBase), "implementation", implementation);
}
