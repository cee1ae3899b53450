namespace Limpet.Pester.Running;

/// <summary>What a session is doing.</summary>
internal enum PesterPhase
{
    /// <summary>Running the file and the bodies of its blocks, to find the tests.</summary>
    Discovery,

    /// <summary>Running the tests.</summary>
    Run,
}
