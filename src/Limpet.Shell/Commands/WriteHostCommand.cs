using System.Collections;
using System.Management.Automation;

namespace Limpet.Shell.Commands;

/// <summary><c>Write-Host</c>: text for the user, past the pipeline.</summary>
[Cmdlet(VerbsCommunications.Write, "Host")]
public sealed class WriteHostCommand : PSCmdlet
{
    /// <summary>What to write; the parts of a collection stand side by side.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    [Alias("Msg", "Message")]
    public object? Object { get; set; }

    /// <summary>No line break at the end.</summary>
    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    /// <summary>What stands between the parts; a blank unless given.</summary>
    [Parameter]
    public object Separator { get; set; } = " ";

    /// <summary>The colour of the text.</summary>
    [Parameter]
    public ConsoleColor? ForegroundColor { get; set; }

    /// <summary>The colour behind the text.</summary>
    [Parameter]
    public ConsoleColor? BackgroundColor { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var message = new HostInformationMessage
        {
            Message = TextOf(Object),
            NoNewLine = NoNewline,
            ForegroundColor = ForegroundColor,
            BackgroundColor = BackgroundColor,
        };
        WriteInformation(message, ["PSHOST"]);
    }

    private string TextOf(object? value) => (value is PSObject o ? o.BaseObject : value) switch
    {
        null => "",
        string text => text,
        IEnumerable parts => string.Join(Separator.ToString(), parts.Cast<object?>().Select(TextOf).Where(t => t.Length > 0)),
        var other => LanguagePrimitives.ConvertTo<string>(other),
    };
}
