namespace Limpet.Core.Limpets.Configuration;

/// <summary>A config cannot be used. It says everything that is wrong with it at once.</summary>
public sealed class LimpetConfigException : LimpetException
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="file">The file; empty for a config that was read from none.</param>
    /// <param name="errors">What is wrong, in the order of the file; one or more.</param>
    /// <param name="inner">What lies below, if anything.</param>
    public LimpetConfigException(string file, IReadOnlyList<LimpetConfigError> errors, Exception? inner = null)
        : base(Describe(file, errors), inner)
        => (File, Errors) = (file, errors);

    /// <summary>The file; empty for a config that was read from none.</summary>
    public string File { get; }

    /// <summary>What is wrong, in the order of the file.</summary>
    public IReadOnlyList<LimpetConfigError> Errors { get; }

    private static string Describe(string file, IReadOnlyList<LimpetConfigError> errors)
    {
        var where = file.Length == 0 ? "The config" : $"'{file}'";
        return errors.Count == 1
            ? $"{where}: {errors[0]}"
            : $"{where} has {errors.Count} errors:{string.Concat(errors.Select(error => $"{Environment.NewLine}  {error}"))}";
    }
}
