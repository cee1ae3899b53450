using System.Text;
using System.Text.RegularExpressions;
using Limpet.Core.Limpets.Rules;
using Limpet.Core.Messages;
using Limpet.Fuzzing.Running;

namespace Limpet.Fuzzing.Targets;

/// <summary>Message names as bytes and as text, beside the same rule written as a pattern; and the repliers there may be for one.</summary>
internal sealed partial class NameTarget() : FuzzTarget("name", MessageName.MaxLength)
{
    public override void Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.Latin1.GetString(input[..Math.Min(input.Length, 2 * MessageName.MaxLength)]);
        var isName = text.Length <= MessageName.MaxLength && Rule().IsMatch(text);
        var fromBytes = MessageName.TryParse(Encoding.Latin1.GetBytes(text), out var name, out var fault);
        var fromText = MessageName.TryParse(text, out var same, out var sameFault);
        FuzzFailureException.Unless(fromBytes == isName && fromText == isName && name == same && fault == sameFault, $"By the rule {isName}, from bytes {fault}, from text {sameFault}.");
        FuzzFailureException.Unless(isName || NameRules.Describe(text, fault).Length > 0, "Nothing is said of what is wrong.");
        if (name is not null && !name.IsWildcard)
        {
            FuzzFailureException.Unless(string.Equals(name.Value, text, StringComparison.Ordinal), "The name is another than its text.");
            foreach (var candidate in ReplierCandidates.Of(name))
            {
                FuzzFailureException.Unless(candidate.Matches(name), $"{candidate} is no replier for {name}.");
            }
        }
    }

    [GeneratedRegex(@"\A\$\.([A-Za-z0-9]+\.)*([A-Za-z0-9]+|[*%])\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rule();
}
