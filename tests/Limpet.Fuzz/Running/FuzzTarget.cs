namespace Limpet.Fuzzing.Running;

/// <summary>A parser of what others wrote, under whatever bytes there may be. It keeps nothing from one run to the next.</summary>
/// <param name="name">Its name, which is that of its folder in the corpus.</param>
/// <param name="inputLimit">The most bytes that the parser takes at once; one run, or one step of it, may allocate twice as many.</param>
internal abstract class FuzzTarget(string name, int inputLimit)
{
    public string Name { get; } = name;

    public int InputLimit { get; } = inputLimit;

    /// <summary>Whether a run is many steps, each of which watches by <see cref="Step"/> what it allocates.</summary>
    public virtual bool HasSteps => false;

    /// <summary>Parses. Returns where the bytes were refused as documented, throws where a promise was broken.</summary>
    public abstract void Run(ReadOnlySpan<byte> input);

    /// <summary>Watches what is allocated from here on until it is disposed of.</summary>
    protected AllocationWatch Step() => new(Name, InputLimit);
}
