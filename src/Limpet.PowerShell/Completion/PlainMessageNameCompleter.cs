namespace Limpet.PowerShell.Completion;

/// <summary>Offers message names that can be sent: as <see cref="MessageNameCompleter"/>, but no wildcards.</summary>
public sealed class PlainMessageNameCompleter : MessageNameCompleter
{
    private protected override bool Fits(string name) => name[^1] is not ('*' or '%');
}
