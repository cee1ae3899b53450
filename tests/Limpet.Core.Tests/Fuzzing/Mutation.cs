namespace Limpet.Core.Tests.Fuzzing;

/// <summary>Inputs changed at random, in the ways that parsers fall over: bits, numbers at their ends, pieces left out, doubled, swapped with another input's.</summary>
internal static class Mutation
{
    private const int LongestInput = 16 * 1024;

    private static readonly uint[] s_numbers = [0, 1, 3, 4, 0x7F, 0x80, 0xFF, 0x100, 1000, 1001, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFC, 0xFFFF_FFFF];

    public static byte[] Of(byte[] input, IReadOnlyList<byte[]> others, Random random)
    {
        var bytes = input.ToList();
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            Change(bytes, others, random);
        }

        return [.. bytes.Take(LongestInput)];
    }

    private static void Change(List<byte> bytes, IReadOnlyList<byte[]> others, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var count = Math.Min(1 << random.Next(8), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                var number = BitConverter.GetBytes(s_numbers[random.Next(s_numbers.Length)]);
                if (random.Next(2) == 0)
                {
                    Array.Reverse(number);
                }

                for (var i = 0; i < number.Length && at + i < bytes.Count; i++)
                {
                    bytes[at + i] = number[i];
                }

                break;
            case 3:
                bytes.RemoveRange(at, count);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, count));
                break;
            default:
                var other = others[random.Next(others.Count)];
                var from = random.Next(other.Length + 1);
                bytes.InsertRange(at, other.Skip(from).Take(1 << random.Next(8)));
                break;
        }
    }
}
