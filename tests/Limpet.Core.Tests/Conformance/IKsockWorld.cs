using Limpet.Core.Ksocks;

namespace Limpet.Core.Tests.Conformance;

/// <summary>
/// A kind of bus that the conformance tests run on: devices that nobody else uses. Disposing it ends whatever it began.
/// </summary>
public interface IKsockWorld : IDisposable
{
    /// <summary>Opens a Ksock on one of its devices.</summary>
    IKsock Open(int device = 0, bool canWrite = true);
}
