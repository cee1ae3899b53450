namespace Limpet.Schedules.Perturbing;

/// <summary>
/// How one thread hesitates. Chance alone seldom hits a window of three instructions: so for a while a few points are slow, others each time, and each thread
/// has moods, from one that never stops to one that stops at every other point.
/// </summary>
internal sealed class HesitantThread(uint ordinal)
{
    // So many points a mood lasts, and a choice of slow points.
    private const int MoodLength = 512;

    // One point in so many is slow.
    private const int SlowPoints = 24;

    private const int LongestSpin = 2000;

    private uint _state = (ordinal * 747_796_405u) | 1;
    private uint _seed;
    private uint _mood;

    /// <summary>The point it came to last.</summary>
    public int Place { get; private set; } = -1;

    public long Visits { get; private set; }

    public void Hesitate(int place, uint seed)
    {
        Place = place;
        if (seed != _seed)
        {
            _seed = seed;
            _state = (seed ^ (ordinal * 747_796_405u)) | 1;
        }

        if (Visits++ % MoodLength == 0)
        {
            _mood = Next();
        }

        var chance = Next();
        if (Mix((uint)place ^ _mood) % SlowPoints == 0)
        {
            if (chance % 4 == 0)
            {
                Stop(Next());
            }

            return;
        }

        var oneIn = (_mood & 3) switch
        {
            0 => 4u,
            1 => 32u,
            2 => 256u,
            _ => 4096u,
        };
        if (chance % oneIn == 0)
        {
            Stop(Next());
        }
    }

    private static void Stop(uint how)
    {
        switch (how & 15)
        {
            case 0:
                Thread.Sleep(1);
                break;
            case 1 or 2 or 3:
                Thread.Sleep(0);
                break;
            case 4 or 5 or 6 or 7 or 8:
                Thread.Yield();
                break;
            default:
                Thread.SpinWait((int)((how >> 8) % LongestSpin));
                break;
        }
    }

    private static uint Mix(uint value)
    {
        value = (value ^ (value >> 16)) * 0x7FEB352Du;
        value = (value ^ (value >> 15)) * 0x846CA68Bu;
        return value ^ (value >> 16);
    }

    // xorshift32
    private uint Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return _state;
    }
}
