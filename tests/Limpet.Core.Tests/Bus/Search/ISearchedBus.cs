using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Bus.Search;

/// <summary>A bus that is held to the model: the engine itself, or a kind of bus around it.</summary>
internal interface ISearchedBus
{
    ISearchedKsock Open(bool canWrite);

    /// <summary>The ids of the Ksocks for whom there is news since the last call; null where nobody can tell.</summary>
    IReadOnlyCollection<uint>? TakeStirred();

    /// <summary>What the device holds; null where nobody can tell.</summary>
    BusState? State();

    /// <summary>Its bindings, newest first; null where nobody can tell.</summary>
    IEnumerable<(uint Ksock, BindingKind Kind, string Name)>? Bindings { get; }
}

/// <summary>A Ksock of it: each operation gives its errno.</summary>
internal interface ISearchedKsock
{
    uint Id { get; }

    bool IsClosed { get; }

    Errno Bind(string name, BindingKind kind);

    Errno Unbind(string name, BindingKind kind);

    Errno FindReplier(string name, out uint replier);

    Errno Send(KbusMessage message, out MessageId id);

    Errno SendAgain(out MessageId id);

    Errno Discard();

    Errno Receive(out KbusMessage? message);

    Errno Poll(out KsockEvents events);

    Errno Set(KsockOperation setting, uint value, out uint answer);

    void Close();

    KsockState State();

    /// <summary>What no operation tells; null where nobody can.</summary>
    KsockInside? Inside();
}

internal readonly record struct BusState(int SetAside, uint NextSerial, uint NextKsock);

internal readonly record struct KsockState(uint NumMessages, uint Unreplied, MessageId LastSent);

internal readonly record struct KsockInside(int Queued, int Awaited, bool IsSending, uint MaxMessages);
