namespace Limpet.Fuzzing.Running;

/// <summary>A parser broke a promise.</summary>
internal sealed class FuzzFailureException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Throws where a promise does not hold.</summary>
    public static void Unless(bool holds, string promise)
    {
        if (!holds)
        {
            throw new FuzzFailureException(promise);
        }
    }
}
