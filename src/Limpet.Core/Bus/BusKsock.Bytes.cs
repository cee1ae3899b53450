using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Bus;

/// <summary>Reading, and writing byte by byte (kbus.md 4: NEXTMSG, read, LENLEFT, write, SEND, DISCARD).</summary>
public sealed partial class BusKsock
{
    private KbusMessage? _popped;
    private byte[]? _poppedBytes;
    private int _readSoFar;

    /// <summary>Bytes left of the message being read (LENLEFT).</summary>
    public uint LengthLeft => _popped is null ? 0 : (uint)(Writing.Layout.EntireLength(_popped) - _readSoFar);

    /// <summary>What SEND needs fetched from the writer's memory; null where the written message is entire or not whole.</summary>
    public PointyParts? Pointers => Writing.Pointers;

    /// <summary>Takes on the memory layout of whoever uses it, unless a message is being read or written in another one.</summary>
    public void Adopt(MemoryLayout layout)
    {
        if (Writing.Layout != layout && Writing.IsEmpty && _popped is null)
        {
            Writing = new MessageAssembler(layout);
        }
    }

    /// <summary>Pops the next message whole (NEXTMSG and read), dropping what is left of one being read.</summary>
    public KbusMessage? Receive()
    {
        DropRead();
        return IsClosed || Queue.Count == 0 ? null : _device.Pop(this);
    }

    /// <summary>Pops the next message to be read in pieces, dropping what is left of the one before (NEXTMSG): its entire length, 0 for none.</summary>
    public Errno NextMessage(out uint length)
    {
        _popped = Receive();
        length = LengthLeft;
        return IsClosed ? Errno.EBADF : Errno.None;
    }

    /// <summary>Reads the next bytes of the popped message: how many, 0 at its end.</summary>
    public Errno Read(Span<byte> into, out int read)
    {
        read = 0;
        if (IsClosed)
        {
            return Errno.EBADF;
        }

        if (_popped is not null)
        {
            _poppedBytes ??= EntireMessage.ToBytes(_popped, Writing.Layout);
            var rest = _poppedBytes.AsSpan(_readSoFar);
            read = Math.Min(rest.Length, into.Length);
            rest[..read].CopyTo(into);
            _readSoFar += read;
            if (_readSoFar == _poppedBytes.Length)
            {
                DropRead();
            }
        }

        return Errno.None;
    }

    /// <summary>Appends bytes to the message being written; any error but EALREADY throws away what was written of it.</summary>
    /// <returns>None, EBADF, EALREADY, EINVAL, ENAMETOOLONG, EBADMSG or EMSGSIZE.</returns>
    public Errno Write(ReadOnlySpan<byte> bytes)
        => IsClosed || !CanWrite ? Errno.EBADF
            : IsSending ? Errno.EALREADY
            : Writing.Append(bytes, _device.MaxMessageSize);

    /// <summary>Sends the message that was written, or retries the one that waits (SEND).</summary>
    /// <param name="id">Its id, on success and with EAGAIN.</param>
    /// <param name="name">For a pointy message, the name that stands where <see cref="Pointers"/> says.</param>
    /// <param name="data">For a pointy message, its data.</param>
    /// <returns>None, ENOMSG, EINVAL, EFAULT when a pointy message comes without its name, and those of kbus.md 5.</returns>
    public Errno SendWritten(out MessageId id, ReadOnlySpan<byte> name = default, ReadOnlyMemory<byte> data = default)
    {
        id = MessageId.None;
        if (IsClosed)
        {
            return Errno.EBADF;
        }

        if (IsSending)
        {
            return _device.Retry(this, out id);
        }

        if (!Writing.IsComplete)
        {
            var error = Writing.IsEmpty ? Errno.ENOMSG : Errno.EINVAL;
            Writing.Clear();
            return error;
        }

        if (Writing.Pointers is not { } parts)
        {
            return _device.Send(this, Writing.TakeEntire(), out id);
        }

        if (name.Length != parts.NameLength || data.Length != parts.DataLength)
        {
            Writing.Clear();
            return Errno.EFAULT;
        }

        var pointy = Writing.TakePointy(name, data, out var message);
        return pointy == Errno.None ? _device.Send(this, message!, out id) : pointy;
    }

    /// <summary>Retries the send that waits, as SEND does; None where none does.</summary>
    public Errno RetrySend() => IsClosed ? Errno.EBADF : IsSending ? _device.Retry(this, out _) : Errno.None;

    /// <summary>Throws away the message being written and gives up a send that waits (DISCARD).</summary>
    public Errno Discard()
    {
        Writing.Clear();
        _device.StopWaiting(this);
        return IsClosed ? Errno.EBADF : Errno.None;
    }

    /// <summary>Gives up a send that waits, and tells whether it did: DISCARD for whoever must know whether the message has gone.</summary>
    /// <param name="id">The id the send gave with EAGAIN.</param>
    /// <returns>
    /// EAGAIN: it waited, and never goes. None: it has gone, or what became of it was told by a Status (kbus.md 5). Otherwise what refused it.
    /// </returns>
    public Errno GiveUp(MessageId id)
    {
        if (Waiting?.Id == id)
        {
            _device.StopWaiting(this);
            return Errno.EAGAIN;
        }

        return IsClosed ? Errno.EBADF : Waited.Id == id ? Waited.Outcome : Errno.None;
    }

    internal void DropRead()
    {
        _popped = null;
        _poppedBytes = null;
        _readSoFar = 0;
    }
}
