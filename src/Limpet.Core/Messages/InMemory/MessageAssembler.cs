namespace Limpet.Core.Messages.InMemory;

/// <summary>
/// A message being written to a Ksock, in pieces of any size: the header is checked once it is whole, the name once it is whole, the last
/// guard when it comes (kbus.md 4, write). Holds no more than the message's own length, which the size limit bounds.
/// </summary>
public sealed class MessageAssembler(MemoryLayout layout)
{
    private byte[] _bytes = [];
    private int _total;
    private MessageName? _name;

    /// <summary>The layout of the program that writes.</summary>
    public MemoryLayout Layout => layout;

    /// <summary>Bytes written so far.</summary>
    public int Written { get; private set; }

    /// <summary>Whether nothing has been written.</summary>
    public bool IsEmpty => Written == 0;

    /// <summary>Whether every byte of the message is there.</summary>
    public bool IsComplete => _total != 0 && Written == _total;

    /// <summary>What must be fetched from the writer's memory to send the message: null where it is entire, or not complete.</summary>
    public PointyParts? Pointers
    {
        get
        {
            if (!IsComplete || Header.NamePointer == 0)
            {
                return null;
            }

            var header = Header;
            return new PointyParts(header.NamePointer, (int)header.NameLength, header.DataPointer, (int)header.DataLength);
        }
    }

    private MessageHeader Header => new(_bytes, layout);

    /// <summary>
    /// Appends bytes. Any error throws away all that was written of the message.
    /// </summary>
    /// <param name="piece">The next bytes of the message.</param>
    /// <param name="maxMessageSize">The device's limit, in bytes of an entire message.</param>
    /// <returns>
    /// <see cref="Errno.None"/>; EINVAL for a wrong guard, no name, a name inline and data not or the reverse, a data pointer without data, both ALL_OR flags;
    /// ENAMETOOLONG, EBADMSG for the name; EMSGSIZE for a message over the limit or bytes after its end.
    /// </returns>
    public Errno Append(ReadOnlySpan<byte> piece, int maxMessageSize)
    {
        var error = AppendCore(piece, maxMessageSize);
        if (error != Errno.None)
        {
            Clear();
        }

        return error;
    }

    /// <summary>The entire message that was written, which leaves nothing behind here. Its data has bytes of its own.</summary>
    /// <exception cref="InvalidOperationException">It is not complete, or is pointy.</exception>
    public KbusMessage TakeEntire()
    {
        if (!IsComplete || _name is null)
        {
            throw new InvalidOperationException("No entire message has been written whole.");
        }

        var header = Header;
        var data = _bytes.AsMemory(layout.HeaderSize + Padding.Name((int)header.NameLength), (int)header.DataLength);
        var message = header.ToMessage(_name, data.IsEmpty ? default : data);

        // The buffer now belongs to the message's data.
        _bytes = [];
        Clear();
        return message;
    }

    /// <summary>The pointy message that was written, with the name and data fetched for it; leaves nothing behind here.</summary>
    /// <exception cref="InvalidOperationException">It is not complete, or is entire.</exception>
    public Errno TakePointy(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> data, out KbusMessage? message)
    {
        if (Pointers is null)
        {
            throw new InvalidOperationException("No pointy message has been written whole.");
        }

        var error = ParseName(name, out var parsed);
        message = error == Errno.None ? Header.ToMessage(parsed!, data) : null;
        Clear();
        return error;
    }

    /// <summary>Throws away what was written.</summary>
    public void Clear()
    {
        Written = 0;
        _total = 0;
        _name = null;

        // One large message must not hold its memory for the life of the Ksock.
        if (_bytes.Length > 4096)
        {
            _bytes = [];
        }
    }

    private static Errno ParseName(ReadOnlySpan<byte> bytes, out MessageName? name)
    {
        if (!MessageName.TryParse(bytes, out name, out var fault))
        {
            return fault.ToErrno();
        }

        return name.IsWildcard ? Errno.EBADMSG : Errno.None;
    }

    private Errno AppendCore(ReadOnlySpan<byte> piece, int maxMessageSize)
    {
        while (!piece.IsEmpty)
        {
            if (IsComplete)
            {
                return Errno.EMSGSIZE;
            }

            var goal = NextGoal();
            var step = Math.Min(goal - Written, piece.Length);
            EnsureRoom(Written + step);
            piece[..step].CopyTo(_bytes.AsSpan(Written));
            Written += step;
            piece = piece[step..];
            if (Written == goal && CheckAtGoal(maxMessageSize) is var error && error != Errno.None)
            {
                return error;
            }
        }

        return Errno.None;
    }

    private int NextGoal()
    {
        if (Written < layout.HeaderSize)
        {
            return layout.HeaderSize;
        }

        var nameEnd = layout.HeaderSize + (int)Header.NameLength;
        return Written < nameEnd ? nameEnd : _total;
    }

    private Errno CheckAtGoal(int maxMessageSize)
    {
        if (Written == layout.HeaderSize)
        {
            return CheckHeader(maxMessageSize);
        }

        if (Written == layout.HeaderSize + (int)Header.NameLength)
        {
            return ParseName(_bytes.AsSpan(layout.HeaderSize, (int)Header.NameLength), out _name);
        }

        return BitConverter.ToUInt32(_bytes.AsSpan(_total - sizeof(uint))) == MemoryLayout.EndGuard ? Errno.None : Errno.EINVAL;
    }

    private Errno CheckHeader(int maxMessageSize)
    {
        var header = Header;
        var pointy = header.NamePointer != 0;
        if (header.StartGuard != MemoryLayout.StartGuard || header.EndGuard != MemoryLayout.EndGuard
            || header.NameLength == 0
            || (header.DataLength == 0 ? header.DataPointer != 0 : pointy != (header.DataPointer != 0))
            || (header.Flags & (MessageFlags.AllOrWait | MessageFlags.AllOrFail)) == (MessageFlags.AllOrWait | MessageFlags.AllOrFail))
        {
            return Errno.EINVAL;
        }

        if (header.NameLength > MessageName.MaxLength)
        {
            return Errno.ENAMETOOLONG;
        }

        if (header.DataLength > int.MaxValue / 2 || layout.EntireLength((int)header.NameLength, (int)header.DataLength) > maxMessageSize)
        {
            return Errno.EMSGSIZE;
        }

        _total = pointy ? layout.HeaderSize : layout.EntireLength((int)header.NameLength, (int)header.DataLength);
        return Errno.None;
    }

    private void EnsureRoom(int length)
    {
        if (length > _bytes.Length)
        {
            // Grows by what is written and not by what a header promises.
            Array.Resize(ref _bytes, Math.Max(length, _total == 0 ? layout.HeaderSize : Math.Min(_total, Math.Max(256, _bytes.Length * 2))));
        }
    }
}
