using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;

namespace Limpet.Core.Limpets.Session;

/// <content>From the other Limpet to KBUS.</content>
internal sealed partial class LimpetLink
{
    // So many messages go to KBUS at a time. Meanwhile we do not hear what others on this bus send.
    private const int DeliverMost = 128;

    private static readonly TimeSpan CongestionLook = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan HeldUpTold = TimeSpan.FromMinutes(1);
    private static readonly Deadline Never = new(Timeout.InfiniteTimeSpan);

    private readonly MessagePace? _pace;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<KbusMessage> _fromLink = new(DeliverMost);
    private ExceptionDispatchInfo? _fault;
    private readonly ManualResetEventSlim _room = new(initialState: false, spinCount: 0);
    private volatile bool _waitsForRoom;
    private int _readerThread;
    private Deadline _rest = Never;
    private long _restOf = -1;
    private TimeSpan? _heldUpToldAt;
    private bool _delivering;
    private bool _stirredMeanwhile;

    private void ReadLoop()
    {
        _readerThread = Environment.CurrentManagedThreadId;
        try
        {
            while (!HasEnded)
            {
                DeliverDecoded();
                var count = _transport.Receive(RoomToRead(), DeadlineOfRest());
                if (count < 0)
                {
                    throw new LimpetTimeoutException(
                        $"A message of the other Limpet has begun and not ended within {_options.MessageTimeout.TotalSeconds:0.###} s; {_decoder.Buffered} of its bytes have come.");
                }

                if (count == 0)
                {
                    // Shutting the socket down ourselves ends it too.
                    if (!HasEnded)
                    {
                        _decoder.End();
                    }

                    throw new OtherLimpetGoneAwayException("The other Limpet closed the connection.");
                }

                _decoder.Advance(count);
            }
        }
        catch (Exception e)
        {
            // Whatever it is ends this link, and not the process.
            EndBy(e);
        }
    }

    // With a pace no more than a second's worth, so that the other side sees bytes being taken all the time.
    private Span<byte> RoomToRead()
    {
        var room = _decoder.GetSpan();
        return _pace is null ? room : room[..(int)Math.Min(room.Length, (long)_options.RateLimit * WireFormat.ShortestMessage)];
    }

    // Until when the rest must come of a message that has begun.
    private Deadline DeadlineOfRest()
    {
        if (_decoder.Buffered == 0)
        {
            return Never;
        }

        if (_restOf != _decoder.MessagesRead)
        {
            _restOf = _decoder.MessagesRead;
            _rest = new Deadline(_options.MessageTimeout);
        }

        return _rest;
    }

    private void DeliverDecoded()
    {
        while (TakeDecoded() && !HasEnded)
        {
            Deliver();
            WaitForRoom();
        }
    }

    // Somebody on our bus who takes no more makes the other Limpet wait, and those behind it.
    private void WaitForRoom()
    {
        if (!_ksock.IsCongested)
        {
            return;
        }

        _waitsForRoom = true;
        while (_ksock.IsCongested && !HasEnded)
        {
            if (_room.Wait(CongestionLook))
            {
                _room.Reset();
                _ksock.Retry();
            }
        }

        _waitsForRoom = false;
    }

    private bool TakeDecoded()
    {
        _fault?.Throw();
        _fromLink.Clear();
        try
        {
            while (_fromLink.Count < DeliverMost && TryNext(out var message))
            {
                _fromLink.Add(message);
            }
        }
        catch (Exception e) when (_fromLink.Count > 0)
        {
            // What came before it is delivered first.
            _fault = ExceptionDispatchInfo.Capture(e);
        }

        return _fromLink.Count > 0;
    }

    private void Deliver()
    {
        _delivering = true;
        _ksock.Deliver(CollectionsMarshal.AsSpan(_fromLink));
        _delivering = false;
        if (_stirredMeanwhile)
        {
            _stirredMeanwhile = false;
            Stirred();
        }
    }

    private bool TryNext([NotNullWhen(true)] out KbusMessage? message)
    {
        if (!_decoder.TryRead(out message))
        {
            return false;
        }

        if (message.IsReply && Farewell.Read(message, _ksock.PairNetworkId) is { } farewell)
        {
            throw new TurnedAwayException(farewell.Reason, farewell.Kind == FarewellKind.Displaced);
        }

        if (_pace is not null)
        {
            KeepPace(_pace);
        }

        return true;
    }

    // Read no faster, the peer is held up in its sending, and loses nothing.
    private void KeepPace(MessagePace pace)
    {
        var now = Stopwatch.GetElapsedTime(_start);
        var wait = pace.Take(now);
        if (wait == TimeSpan.Zero)
        {
            return;
        }

        if (_heldUpToldAt is not { } told || now - told >= HeldUpTold)
        {
            _heldUpToldAt = now;
            _teller.Tell(new HeldUpEvent(_options.RateLimit));
        }

        _ended.Wait(wait);
    }
}
