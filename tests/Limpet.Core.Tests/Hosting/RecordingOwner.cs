using Limpet.Core.Bus;
using Limpet.Core.Bus.Hosting;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Whoever has opened a Ksock, and writes down what is told.</summary>
internal sealed class RecordingOwner : IKsockOwner
{
    private readonly string _name;
    private readonly List<string> _told;

    public RecordingOwner(string name, List<string> told, BusKsock? ksock = null)
    {
        (_name, _told) = (name, told);
        ksock?.Tag = this;
    }

    public bool WantsRetry { get; set; }

    public void Stirred() => _told.Add(_name);

    public void Gone() => _told.Add($"{_name} gone");
}
