using Limpet.Core.Messages;

namespace Limpet.Core.Ksocks.Device;

/// <summary>A line of <c>/proc/kbus/bindings</c> (kbus.md 7).</summary>
/// <param name="Device">The number of the device, 0 to 255.</param>
/// <param name="Ksock">The id of the Ksock bound.</param>
/// <param name="ProcessId">The process that opened it.</param>
/// <param name="Kind">Listener or replier.</param>
/// <param name="Name">The name, perhaps a wildcard.</param>
public sealed record ProcBinding(int Device, uint Ksock, ulong ProcessId, BindingKind Kind, MessageName Name);
