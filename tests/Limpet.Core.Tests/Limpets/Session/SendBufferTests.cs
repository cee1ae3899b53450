using System.Runtime.InteropServices;
using CsCheck;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Wire;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>What waits to be sent: nothing is lost, doubled or moved, whatever the socket takes at a time.</summary>
public sealed class SendBufferTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [Fact]
    public void What_goes_out_is_what_was_added_in_its_order_however_little_is_taken()
    {
        var size = Gen.OneOf(Gen.Int[0, 300], Gen.Int[0, 300], Gen.Int[4000, 5000], Gen.Int[16_000, 17_000], Gen.Int[100_000, 300_000]);
        var step = Gen.Select(size, Gen.Int[0, 4]);
        Gen.Select(step.Array[1, 40], Gen.OneOf(Gen.Const(0), Gen.Int[0, 500], Gen.Int[0, 200_000]).Array[0, 60]).Sample(
            (steps, takes) =>
            {
                var transport = new ThriftyTransport(takes);
                var buffer = new SendBuffer(1024 * 1024);
                var expected = new List<byte>();
                var ends = new List<int>();
                foreach (var (length, flush) in steps)
                {
                    var message = new KbusMessage(MessageName.Parse("$.Load"), Noise(length)) { Id = new(1, (uint)ends.Count + 1) };
                    var bytes = new byte[WireFormat.MessageLength(message)];
                    WireWriter.Write(message, bytes);
                    expected.AddRange(bytes);
                    ends.Add(expected.Count);
                    buffer.Add(message);
                    if (flush == 0)
                    {
                        buffer.Flush(transport, Patience);
                        Assert.True(buffer.IsEmpty);
                    }
                    else if (flush == 1)
                    {
                        var all = buffer.TryFlush(transport);
                        Assert.Equal(transport.Taken.Count == expected.Count, all);
                    }

                    Assert.Equal(ends.Count(end => end > transport.Taken.Count), buffer.Unsent);
                    Assert.Equal(expected.Count == transport.Taken.Count, buffer.IsEmpty);
                }

                buffer.Flush(transport, Patience);
                Assert.True(CollectionsMarshal.AsSpan(expected).SequenceEqual(CollectionsMarshal.AsSpan(transport.Taken)));
                Assert.Equal(0, buffer.Unsent);
            },
            iter: 200);
    }

    [Fact]
    public void It_is_full_at_its_limit_and_worth_sending_long_before()
    {
        var buffer = new SendBuffer(200_000);
        var message = new KbusMessage(MessageName.Parse("$.Load"), new byte[1000]);
        while (!buffer.IsWorthSending)
        {
            Assert.False(buffer.IsFull);
            buffer.Add(message);
        }

        Assert.False(buffer.TryFlush(new ThriftyTransport([1])));
        Assert.False(buffer.IsWorthSending);
        while (!buffer.IsFull)
        {
            buffer.Add(message);
        }

        Assert.True(buffer.IsWorthSending);
        Assert.Equal(200, buffer.Unsent, 20.0);
    }

    [Fact]
    public void The_room_of_a_burst_is_given_back_once_it_is_long_over()
    {
        var buffer = new SendBuffer(1024 * 1024);
        var transport = new ThriftyTransport([]);
        var small = buffer.Capacity;
        while (!buffer.IsFull)
        {
            buffer.Add(new KbusMessage(MessageName.Parse("$.Load"), new byte[1000]));
        }

        buffer.Flush(transport, Patience);
        Assert.True(buffer.Capacity >= 1024 * 1024);
        for (var i = 0; i < 200; i++)
        {
            buffer.Add(new KbusMessage(MessageName.Parse("$.Load"), new byte[1000]));
            buffer.Flush(transport, Patience);
        }

        Assert.Equal(small, buffer.Capacity);
    }

    [Fact]
    public void Long_data_is_not_copied()
    {
        var buffer = new SendBuffer(1024 * 1024);
        var message = new KbusMessage(MessageName.Parse("$.Load"), new byte[300_000]);
        buffer.Add(message);
        var before = GC.GetAllocatedBytesForCurrentThread();
        buffer.Add(message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1000);
        Assert.True(buffer.Capacity < 100_000);
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
