using Limpet.Load.Measuring;

namespace Limpet.Load.Roles;

/// <summary>A process that takes part in a scenario.</summary>
internal interface IParticipant : IDisposable
{
    /// <summary>What it does, for people.</summary>
    string Name { get; }

    /// <summary>Counts from now on.</summary>
    void Begin();

    /// <summary>What it used since.</summary>
    ProcessReport Report();
}
