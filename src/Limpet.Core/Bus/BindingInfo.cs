using Limpet.Core.Messages;

namespace Limpet.Core.Bus;

/// <summary>A binding as <c>/proc/kbus/bindings</c> shows it (kbus.md 7).</summary>
/// <param name="Ksock">The id of the Ksock bound.</param>
/// <param name="ProcessId">The process that opened it.</param>
/// <param name="Kind">Listener or replier.</param>
/// <param name="Name">The name, perhaps a wildcard.</param>
public sealed record BindingInfo(uint Ksock, int ProcessId, BindingKind Kind, MessageName Name);
