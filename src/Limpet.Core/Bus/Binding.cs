using Limpet.Core.Messages;

namespace Limpet.Core.Bus;

/// <summary>One binding: a Ksock, a name, replier or listener (kbus.md 1). The same one twice is two of these.</summary>
/// <param name="owner">The Ksock bound.</param>
/// <param name="name">The name, perhaps a wildcard.</param>
/// <param name="kind">Listener or replier.</param>
/// <param name="sequence">Its place among all bindings ever made on the device; the newest has the highest.</param>
internal sealed class Binding(BusKsock owner, MessageName name, BindingKind kind, ulong sequence)
{
    public BusKsock Owner { get; } = owner;

    public MessageName Name { get; } = name;

    public BindingKind Kind { get; } = kind;

    public ulong Sequence { get; } = sequence;

    /// <summary>Where it stands in the device's list of all bindings.</summary>
    public LinkedListNode<Binding>? Place { get; set; }
}
