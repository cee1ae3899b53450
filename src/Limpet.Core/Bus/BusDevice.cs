using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Bus;

/// <summary>
/// One device of the embedded bus: all that kbus.md says a bus does, as a pure and deterministic engine. It does no I/O, holds no lock, reads no
/// clock and is for one thread at a time; who waits for what is told by <see cref="TakeStirred"/>.
/// </summary>
public sealed partial class BusDevice
{
    /// <summary>How many messages a Ksock may have queued unless told otherwise (MAXMSGS).</summary>
    public const uint DefaultMaxMessages = 100;

    /// <summary>The longest a message may ever be, in bytes of an entire message, and the limit unless told otherwise (MAXMSGSIZE).</summary>
    public const int AbsoluteMaxMessageSize = 409600;

    /// <summary>The lowest that limit may be set to.</summary>
    public const int LeastMaxMessageSize = 100;

    private readonly MemoryLayout _layout;
    private readonly Dictionary<uint, BusKsock> _ksocks = [];
    private readonly NameIndex _names = new();
    private readonly LinkedList<Binding> _bindings = [];
    private readonly List<BusKsock> _stirred = [];
    private uint _lastKsock;
    private ulong _lastBinding;
    private bool _verbose;
    private bool _reportReplierBinds;

    /// <summary>A device without Ksocks.</summary>
    /// <param name="number">Its number, 0 to 255.</param>
    /// <param name="layout">The memory layout in which messages are measured against the size limit; that of this process unless told otherwise.</param>
    public BusDevice(int number, MemoryLayout? layout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 255);
        Number = number;
        _layout = layout ?? MemoryLayout.Native;
    }

    /// <summary>Its number, 0 to 255.</summary>
    public int Number { get; }

    /// <summary>Bytes that an entire message may have (MAXMSGSIZE).</summary>
    public int MaxMessageSize { get; private set; } = AbsoluteMaxMessageSize;

    /// <summary>Its Ksocks, in order of opening.</summary>
    public IEnumerable<BusKsock> Ksocks => _ksocks.Values.OrderBy(ksock => ksock.Id);

    /// <summary>Its bindings, newest first, as <c>/proc/kbus/bindings</c> lists them (kbus.md 7).</summary>
    public IEnumerable<BindingInfo> Bindings
        => _bindings.Select(binding => new BindingInfo(binding.Owner.Id, binding.Owner.ProcessId, binding.Kind, binding.Name));

    /// <summary>The id that the next Ksock gets.</summary>
    public uint NextKsockId => _lastKsock + 1;

    /// <summary>The serial that the next message gets.</summary>
    public uint NextMessageSerial => LastSerial == uint.MaxValue ? 1 : LastSerial + 1;

    /// <summary>Unbind events set aside for listeners that were full.</summary>
    public int SetAsideCount => SetAside.Count;

    /// <summary>The serial given last; 0 on a new device.</summary>
    internal uint LastSerial { get; set; }

    internal SetAsideEvents SetAside { get; } = new();

    /// <inheritdoc cref="NameIndex.Looked"/>
    internal long LookedAtForMessages => _names.Looked;

    /// <summary>Opens a Ksock; its id is the next of 1, 2, 3 ...</summary>
    /// <param name="canWrite">Whether for writing too.</param>
    /// <param name="processId">The process it is for.</param>
    /// <param name="layout">The memory layout of that process; the device's unless told otherwise.</param>
    public BusKsock Open(bool canWrite = true, int processId = 0, MemoryLayout? layout = null)
    {
        var ksock = new BusKsock(this, ++_lastKsock, canWrite, processId, layout ?? _layout);
        _ksocks.Add(ksock.Id, ksock);
        return ksock;
    }

    /// <summary>
    /// Adds, each once, the Ksocks for whom there is news since the last call: a message on a queue that was empty, or a change that a waiting send
    /// may be tried again for, by <see cref="BusKsock.Poll"/>.
    /// </summary>
    public void TakeStirred(ICollection<BusKsock> into)
    {
        foreach (var ksock in _stirred)
        {
            ksock.IsStirred = false;
            into.Add(ksock);
        }

        _stirred.Clear();
    }

    /// <summary>Whether there is news for anybody.</summary>
    public bool HasStirred => _stirred.Count > 0;

    internal static (Errno Error, bool On) Switch(uint value, bool now) => value switch
    {
        0 => (Errno.None, false),
        1 => (Errno.None, true),
        uint.MaxValue => (Errno.None, now),
        _ => (Errno.EINVAL, now),
    };

    internal Errno SetVerbose(uint value, out uint before)
    {
        before = _verbose ? 1u : 0u;
        (var error, _verbose) = Switch(value, _verbose);
        return error;
    }

    internal Errno SetMaxMessageSize(uint value, out uint now)
    {
        now = 0;
        switch (value)
        {
            case 0:
                break;
            case 1:
                now = AbsoluteMaxMessageSize;
                return Errno.None;
            case < LeastMaxMessageSize or > AbsoluteMaxMessageSize:
                return Errno.EINVAL;
            default:
                MaxMessageSize = (int)value;
                break;
        }

        now = (uint)MaxMessageSize;
        return Errno.None;
    }

    private MessageId NextId()
    {
        LastSerial = NextMessageSerial;
        return new MessageId(0, LastSerial);
    }

    private void Stir(BusKsock ksock)
    {
        if (!ksock.IsStirred && !ksock.IsClosed)
        {
            ksock.IsStirred = true;
            _stirred.Add(ksock);
        }
    }
}
