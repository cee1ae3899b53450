namespace Limpet.Load.Traffic;

/// <summary>What sends when it is told to.</summary>
internal interface IActiveJob : IDisposable
{
    Ran Run(RunOrder order);
}
