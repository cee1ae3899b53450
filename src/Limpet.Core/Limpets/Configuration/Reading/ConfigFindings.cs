namespace Limpet.Core.Limpets.Configuration.Reading;

/// <summary>Collects what is wrong with a config.</summary>
/// <param name="places">Where things stand in its file.</param>
/// <param name="folder">The folder from which its relative paths go.</param>
internal sealed class ConfigFindings(ConfigPlaces places, string folder)
{
    // More than anybody mends at once; each costs a look for its place.
    private const int Most = 100;

    private readonly List<(int Offset, LimpetConfigError Error)> _errors = [];

    public ConfigPlaces Places { get; } = places;

    /// <summary>The folder from which relative paths go, from the root.</summary>
    public string Folder { get; } = folder;

    public bool HasErrors => _errors.Count > 0;

    /// <summary>Whether there are so many errors that no more are told.</summary>
    public bool IsFull => _errors.Count >= Most;

    /// <summary>What is wrong, in the order of the file.</summary>
    public IReadOnlyList<LimpetConfigError> Errors => [.. _errors.OrderBy(error => error.Offset).Select(error => error.Error)];

    /// <summary>Whether something is wrong at just that path.</summary>
    public bool IsWrong(string path) => _errors.Exists(error => string.Equals(error.Error.Path, path, StringComparison.Ordinal));

    /// <summary>A value is not what it should be.</summary>
    public void Add(LimpetConfigFault fault, ConfigNode node, string expected)
    {
        if (!IsFull)
        {
            Add(fault, node.Path, node.Offset, node.Described, expected, $"{node.Path} is {node.Described}; expected {expected}.");
        }
    }

    /// <summary>The same, in a sentence that says more. The path is put in front of it.</summary>
    public void Add(LimpetConfigFault fault, ConfigNode node, string expected, string sentence)
    {
        if (!IsFull)
        {
            Add(fault, node.Path, node.Offset, node.Described, expected, $"{node.Path}: {sentence}");
        }
    }

    /// <summary>Anything that is wrong anywhere. The last that is told says that there may be more.</summary>
    public void Add(LimpetConfigFault fault, string path, int offset, string found, string expected, string sentence)
    {
        if (!IsFull)
        {
            var more = _errors.Count + 1 < Most ? "" : $" After {Most} errors no more are told.";
            _errors.Add((offset, Places.Error(fault, path, offset, found, expected, sentence + more)));
        }
    }
}
