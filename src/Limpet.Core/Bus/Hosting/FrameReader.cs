using System.Text;
using Limpet.Core.Messages;
using Limpet.Core.Messages.InMemory;

namespace Limpet.Core.Bus.Hosting;

/// <summary>The fields of one frame of <see cref="MemberProtocol"/>. One that is too short or malformed throws what its connection throws then.</summary>
internal ref struct FrameReader(byte operation, ReadOnlySpan<byte> fields, Func<string, Exception> malformed)
{
    private ReadOnlySpan<byte> _rest = fields;

    public MemberOperation Operation { get; } = (MemberOperation)operation;

    public uint U32() => BitConverter.ToUInt32(Take(sizeof(uint)));

    public ulong U64() => BitConverter.ToUInt64(Take(sizeof(ulong)));

    public MessageId Id() => new(U32(), U32());

    public ReadOnlySpan<byte> Bytes() => Take(U32());

    public string Text() => Encoding.Latin1.GetString(Bytes());

    public KbusMessage Message(MessageNameCache names)
    {
        var bytes = Bytes();
        try
        {
            return EntireMessage.Read(bytes, MemoryLayout.Native, names);
        }
        catch (FormatException e)
        {
            throw malformed(e.Message);
        }
    }

    public MessageName Name()
    {
        var bytes = Bytes();
        return MessageName.TryParse(bytes, out var name, out var fault) ? name : throw malformed(NameRules.Describe(Encoding.Latin1.GetString(bytes), fault));
    }

    public BindingKind Kind() => U32() switch
    {
        0 => BindingKind.Listener,
        1 => BindingKind.Replier,
        var other => throw malformed($"There is no kind of binding {other}."),
    };

    public KsockQuery Query()
    {
        var query = (KsockQuery)U32();
        return Enum.IsDefined(query) ? query : throw malformed($"There is no query {query}.");
    }

    /// <summary>Leaves the rest unread.</summary>
    public void Skip() => _rest = default;

    public readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw malformed($"The frame for {Operation} has {_rest.Length} bytes too many.");
        }
    }

    /// <summary>Throws because of what the fields say.</summary>
    public readonly Exception Malformed(string text) => malformed(text);

    private ReadOnlySpan<byte> Take(uint count)
    {
        if (count > (uint)_rest.Length)
        {
            throw malformed($"The frame for {Operation} ends early: {count} bytes are wanted and {_rest.Length} left.");
        }

        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
