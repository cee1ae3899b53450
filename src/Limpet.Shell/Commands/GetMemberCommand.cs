using System.Management.Automation;

namespace Limpet.Shell.Commands;

/// <summary><c>Get-Member</c>: the members of each type of object that comes.</summary>
[Cmdlet(VerbsCommon.Get, "Member")]
public sealed class GetMemberCommand : PSCmdlet
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The members' names, with wildcards.</summary>
    [Parameter(Position = 0)]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The kinds of members.</summary>
    [Parameter]
    [Alias("Type")]
    public PSMemberTypes MemberType { get; set; } = PSMemberTypes.All;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null || !_seen.Add(InputObject.TypeNames[0]))
        {
            return;
        }

        var members = Name.SelectMany(name => InputObject.Members.Match(name, MemberType))
            .Where(m => !m.Name.StartsWith("get_", StringComparison.Ordinal) && !m.Name.StartsWith("set_", StringComparison.Ordinal))
            .OrderBy(m => m.MemberType.ToString(), StringComparer.Ordinal)
            .ThenBy(m => m.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var member in members)
        {
            WriteObject(Describe(InputObject.TypeNames[0], member));
        }
    }

    // The type name selects the engine's own view of members.
    private static PSObject Describe(string typeName, PSMemberInfo member)
    {
        var result = new PSObject();
        result.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.MemberDefinition");
        result.Properties.Add(new PSNoteProperty("TypeName", typeName));
        result.Properties.Add(new PSNoteProperty("Name", member.Name));
        result.Properties.Add(new PSNoteProperty("MemberType", member.MemberType));
        result.Properties.Add(new PSNoteProperty("Definition", member.ToString()));
        return result;
    }
}
