using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Bus.Model;

/// <summary>One binding; its identity tells it from another of the same Ksock, name and kind.</summary>
internal sealed class NaiveBinding(NaiveKsock ksock, string name, BindingKind kind)
{
    public NaiveKsock Ksock { get; } = ksock;

    public string Name { get; } = name;

    public BindingKind Kind { get; } = kind;

    /// <summary>kbus.md 2, word for word.</summary>
    public bool Matches(string message)
    {
        if (Name.EndsWith('*') || Name.EndsWith('%'))
        {
            var beginning = Name[..^1];
            if (!message.StartsWith(beginning, StringComparison.Ordinal) || message.Length == beginning.Length)
            {
                return false;
            }

            return Name.EndsWith('*') || !message[beginning.Length..].Contains('.', StringComparison.Ordinal);
        }

        return string.Equals(Name, message, StringComparison.Ordinal);
    }
}
