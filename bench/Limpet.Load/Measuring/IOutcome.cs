namespace Limpet.Load.Measuring;

/// <summary>What a scenario gave.</summary>
internal interface IOutcome
{
    /// <summary>What was measured, for people.</summary>
    string What { get; }

    /// <summary>Whether nothing was lost or went wrong, so that its figures mean something.</summary>
    bool IsSound { get; }
}
