namespace Limpet.Core.Ksocks;

/// <summary>
/// A Ksock that can call back when it becomes readable, on the thread that made it so. Waking a thread costs far more than passing a small message
/// on, so whoever forwards messages may do it right there.
/// </summary>
public interface IReadableSource
{
    /// <summary>
    /// Called, outside every lock of the bus, when a message was put on the empty queue, and when a send that waits may have room. It must not block nor throw. Set
    /// null to stop; a call that has begun may still be running then.
    /// </summary>
    Action? Readable { get; set; }
}
