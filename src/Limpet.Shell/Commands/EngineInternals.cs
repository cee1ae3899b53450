using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace Limpet.Shell.Commands;

/// <summary>
/// What the cmdlets of PowerShell's other assemblies use of the engine that is not public. The package's version is fixed; should
/// another one differ, the error says in what.
/// </summary>
internal static class EngineInternals
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The type of the engine with the given full name.</summary>
    public static Type TypeOf(string name) => typeof(PSObject).Assembly.GetType(name) ?? throw Missing(name);

    /// <summary>An object of such a type.</summary>
    public static object New(string type, params object[] arguments) =>
        Activator.CreateInstance(TypeOf(type), Instance, binder: null, arguments, culture: null) ?? throw Missing(type);

    /// <summary>Sets a field or a property.</summary>
    public static void Set(object target, Type type, string member, object value)
    {
        if (type.GetField(member, Instance) is { } field)
        {
            field.SetValue(target, value);
        }
        else
        {
            (type.GetProperty(member, Instance) ?? throw Missing($"{type.Name}.{member}")).SetValue(target, value);
        }
    }

    /// <summary>
    /// Has long lines of help broken between words. The engine does that in languages that it knows to have spaces, and this program, which needs no library of languages, speaks the
    /// invariant one.
    /// </summary>
    public static void BreakLinesBetweenWords()
    {
        const string Type = "Microsoft.PowerShell.Commands.Internal.Format.StringManipulationHelper", Member = "s_cultureCollection";
        var languages = TypeOf(Type).GetField(Member, BindingFlags.Static | BindingFlags.NonPublic)?.GetValue(obj: null) as ICollection<string> ?? throw Missing($"{Type}.{Member}");
        if (!languages.Contains(CultureInfo.InvariantCulture.TwoLetterISOLanguageName))
        {
            languages.Add(CultureInfo.InvariantCulture.TwoLetterISOLanguageName);
        }
    }

    /// <summary>What a cmdlet throws that needs nothing more: the commands before it are stopped, those behind it go on.</summary>
    public static Exception StopUpstream(Cmdlet cmdlet) => (Exception)New("System.Management.Automation.StopUpstreamCommandsException", cmdlet);

    /// <summary>Makes the formatting take an object for one of the error stream.</summary>
    public static void MarkAsError(PSObject item) =>
        Set(item, typeof(PSObject), "WriteStream", Enum.Parse(TypeOf("System.Management.Automation.WriteStreamType"), "Error"));

    private static MissingMemberException Missing(string what) =>
        new($"This version of the PowerShell engine has no {what}; the shell expects the version it was built with.");
}
