using System.Management.Automation;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace Limpet.Shell.Commands;

/// <summary>
/// The engine has the whole of formatting, and the public base classes of <c>Format-Table</c> and <c>Out-String</c> with all their parameters;
/// only what connects the two is not public, since the cmdlets live in another assembly. This connects them, so that the
/// output is the engine's own. The package's version is fixed; should another one differ, the error says in what.
/// </summary>
internal static class EngineFormatting
{
    private const string Namespace = "Microsoft.PowerShell.Commands.Internal.Format";
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Makes <paramref name="cmdlet"/> format its input as a table or a list.</summary>
    /// <param name="cmdlet">The cmdlet, in its constructor.</param>
    /// <param name="shape">Table or List.</param>
    public static void FormatAs(FrontEndCommandBase cmdlet, string shape) =>
        Connect(cmdlet, New("InnerFormatShapeCommand", Enum.Parse(TypeOf("FormatShape"), shape)));

    /// <summary>Makes <paramref name="cmdlet"/> print its input, formatted, to <paramref name="writer"/>.</summary>
    public static void PrintTo(FrontEndCommandBase cmdlet, TextWriter writer, int width)
    {
        var output = New("OutputManagerInner");
        var property = output.GetType().GetProperty("LineOutput", Instance) ?? throw Missing("OutputManagerInner.LineOutput");
        property.SetValue(output, New("TextWriterLineOutput", writer, width));
        Connect(cmdlet, output);
    }

    private static void Connect(FrontEndCommandBase cmdlet, object implementation)
    {
        var field = typeof(FrontEndCommandBase).GetField("implementation", Instance) ?? throw Missing("FrontEndCommandBase.implementation");
        field.SetValue(cmdlet, implementation);
    }

    private static object New(string type, params object[] arguments) =>
        Activator.CreateInstance(TypeOf(type), Instance, binder: null, arguments, culture: null) ?? throw Missing(type);

    private static Type TypeOf(string name) => typeof(PSObject).Assembly.GetType($"{Namespace}.{name}") ?? throw Missing(name);

    private static MissingMemberException Missing(string what) =>
        new($"This version of the PowerShell engine has no {what}; the shell expects the version it was built with.");
}
