namespace Limpet.Core.Limpets;

/// <summary>An option of a Limpet is out of its range.</summary>
public sealed class LimpetOptionException : LimpetException
{
    /// <summary>Says which option, what it holds and what is expected.</summary>
    public LimpetOptionException(string option, string message)
        : base(message) => Option = option;

    /// <summary>The option.</summary>
    public string Option { get; }
}
