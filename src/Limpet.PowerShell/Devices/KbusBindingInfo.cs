using Limpet.Core.Ksocks.Device;
using Limpet.Core.Messages;

namespace Limpet.PowerShell.Devices;

/// <summary>A name that a Ksock is bound to, as listener or replier.</summary>
public sealed class KbusBindingInfo
{
    private readonly ProcBinding _binding;

    internal KbusBindingInfo(ProcBinding binding) => _binding = binding;

    /// <summary>The number of the bus, 0 to 255.</summary>
    public int Kbus => _binding.Device;

    /// <summary>The id of the Ksock.</summary>
    public uint Ksock => _binding.Ksock;

    /// <summary>The process that opened it.</summary>
    public long ProcessId => (long)_binding.ProcessId;

    /// <summary>Listener or Replier.</summary>
    public BindingKind Kind => _binding.Kind;

    /// <summary>The name, perhaps a wildcard.</summary>
    public string Name => _binding.Name.Value;

    /// <summary>Who is bound to what.</summary>
    public override string ToString() => $"Ksock {Ksock} is bound to '{Name}' as {(Kind == BindingKind.Replier ? "replier" : "listener")}";
}
