namespace Limpet.Pester;

/// <summary>How a test ended.</summary>
public enum PesterOutcome
{
    /// <summary>It ran to its end and every assertion held.</summary>
    Passed,

    /// <summary>It, or what must run before or after it, failed.</summary>
    Failed,

    /// <summary>It was not run, as its script asked.</summary>
    Skipped,

    /// <summary>It was found, and the run ended before it. This is never a success.</summary>
    NotRun,
}
