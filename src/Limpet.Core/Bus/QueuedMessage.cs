using Limpet.Core.Messages;

namespace Limpet.Core.Bus;

/// <summary>A message in a Ksock's queue, and the binding it stands there because of; none for a Reply, a Status and the first bind events.</summary>
internal readonly record struct QueuedMessage(KbusMessage Message, Binding? Because);
