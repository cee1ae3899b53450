namespace Limpet.Core.Limpets.Configuration.Reading;

/// <summary>What somebody who wrote one word may have meant.</summary>
internal static class Spelling
{
    /// <summary>The known word that is nearest; null where none is near.</summary>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        // A word that is changed in more than a third of it is another word.
        var most = Math.Clamp(written.Length / 3, 1, 4);
        if (written.Length > 64)
        {
            return null;
        }

        var near = known.Select(word => (Word: word, Distance: Distance(written, word))).Where(it => it.Distance <= most).OrderBy(it => it.Distance).ToList();
        return near.Count > 0
            ? near[0].Word
            : known.FirstOrDefault(word => word.Length > 3 && (word.StartsWith(written, StringComparison.OrdinalIgnoreCase) || written.StartsWith(word, StringComparison.OrdinalIgnoreCase)) && written.Length > 2);
    }

    // How many letters must be put in, left out, changed or swapped with the next; case does not count.
    private static int Distance(string a, string b)
    {
        // The row for this letter of a, and the two before it.
        Span<int> row = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> lastButOne = stackalloc int[b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                row[j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (IsSame(a[i - 1], b[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && IsSame(a[i - 1], b[j - 2]) && IsSame(a[i - 2], b[j - 1]))
                {
                    row[j] = Math.Min(row[j], lastButOne[j - 2] + 1);
                }
            }

            var next = lastButOne;
            lastButOne = last;
            last = row;
            row = next;
        }

        return last[b.Length];
    }

    private static bool IsSame(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
