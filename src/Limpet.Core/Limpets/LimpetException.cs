namespace Limpet.Core.Limpets;

/// <summary>What a Limpet, its link or its endpoint could not do; the base of every exception of theirs (limpet.md 6).</summary>
public abstract class LimpetException : Exception
{
    /// <summary>With a sentence for people, and what lies below, if anything.</summary>
    protected LimpetException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
