using System.Collections.Concurrent;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>A connection whose other side is in the test's hands: it says what it is told to, takes what it is told to, and knows which thread did what.</summary>
internal sealed class StagedPeer : PlayedTransport
{
    // So long a thing is waited for that must not happen.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    private readonly BlockingCollection<byte[]> _said = [];
    private readonly ManualResetEventSlim _takesAgain = new();
    private readonly ManualResetEventSlim _disposed = new();
    private readonly WireDecoder _decoder = new(1 << 20);
    private readonly List<Write> _writes = [];
    private readonly List<KbusMessage> _messages = [];
    private ReadOnlyMemory<byte> _rest;
    private volatile bool _takesNothing;

    /// <summary>One write: which thread did it, and of how many bytes.</summary>
    public readonly record struct Write(int Thread, int Length);

    /// <summary>Called with each write, on its thread, before it is taken.</summary>
    public Action? OnWrite { get; set; }

    /// <summary>Called with each look for bytes, on its thread, with how long that may take.</summary>
    public Action<Deadline>? OnReceive { get; set; }

    /// <summary>The thread that waits until more is taken; 0 while none does.</summary>
    public int Waiting { get; private set; }

    /// <summary>Set once the connection was shut down.</summary>
    public ManualResetEventSlim IsShutDown { get; } = new();

    public bool IsDisposed => _disposed.IsSet;

    /// <summary>Whether it takes nothing for now.</summary>
    public bool TakesNothing
    {
        get => _takesNothing;
        set
        {
            _takesNothing = value;
            if (value)
            {
                _takesAgain.Reset();
            }
            else
            {
                _takesAgain.Set();
            }
        }
    }

    /// <summary>The writes until now.</summary>
    public IReadOnlyList<Write> Writes
    {
        get
        {
            lock (_writes)
            {
                return [.. _writes];
            }
        }
    }

    /// <summary>Says these bytes, which come in one piece where there is room for them.</summary>
    public void Say(params byte[][] bytes) => _said.Add([.. bytes.SelectMany(b => b)]);

    /// <summary>Waits until that many messages have come, and gives all that have.</summary>
    public IReadOnlyList<KbusMessage> Expect(int count)
    {
        lock (_writes)
        {
            var until = Environment.TickCount64 + (long)Junction.Patience.TotalMilliseconds;
            while (_messages.Count < count)
            {
                Assert.True(Monitor.Wait(_writes, (int)Math.Max(0, until - Environment.TickCount64)), $"{_messages.Count} of {count} messages have come");
            }

            return [.. _messages];
        }
    }

    /// <summary>Whether the connection is closed a moment from now; where it must not be, that moment has to be waited for.</summary>
    public bool IsDisposedSoon() => _disposed.Wait(Moment);

    public override int Receive(Span<byte> into, Deadline deadline)
    {
        OnReceive?.Invoke(deadline);
        if (_rest.IsEmpty)
        {
            if (!_said.TryTake(out var said, deadline.LeftMilliseconds))
            {
                return _said.IsCompleted ? 0 : -1;
            }

            _rest = said;
        }

        var count = Math.Min(_rest.Length, into.Length);
        _rest.Span[..count].CopyTo(into);
        _rest = _rest[count..];
        return count;
    }

    public override int SendSome(ReadOnlySpan<byte> bytes)
    {
        OnWrite?.Invoke();
        if (IsShutDown.IsSet)
        {
            throw new OtherLimpetGoneAwayException("It was shut down.");
        }

        if (_takesNothing)
        {
            return 0;
        }

        lock (_writes)
        {
            _writes.Add(new Write(Environment.CurrentManagedThreadId, bytes.Length));
            for (var left = bytes; !left.IsEmpty;)
            {
                var room = _decoder.GetSpan();
                var part = left[..Math.Min(room.Length, left.Length)];
                part.CopyTo(room);
                _decoder.Advance(part.Length);
                left = left[part.Length..];
                while (_decoder.TryRead(out var message))
                {
                    _messages.Add(message);
                }
            }

            Monitor.PulseAll(_writes);
        }

        return bytes.Length;
    }

    public override bool WaitToSend(Deadline deadline)
    {
        Waiting = Environment.CurrentManagedThreadId;
        var takes = _takesAgain.Wait(deadline.Left);
        Waiting = 0;
        return takes;
    }

    public override void EndReceiving() => _said.CompleteAdding();

    public override void ShutDown()
    {
        _said.CompleteAdding();
        _takesAgain.Set();
        IsShutDown.Set();
    }

    public override void Dispose()
    {
        _disposed.Set();
        base.Dispose();
    }
}
