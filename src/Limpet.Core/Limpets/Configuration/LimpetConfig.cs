using Limpet.Core.Limpets.Configuration.Reading;
using Limpet.Core.Limpets.Transport.Tls;

namespace Limpet.Core.Limpets.Configuration;

/// <summary>What a config file describes: any number of Limpets. <see cref="ConfigFile"/> reads and writes it.</summary>
public sealed record LimpetConfig
{
    /// <summary>The Limpets, in the order in which they are started; one or more in a file.</summary>
    public IReadOnlyList<LimpetConfigEntry> Limpets { get; init; } = [];

    /// <summary>The schema that the file names for editors, if any. It changes nothing.</summary>
    public string? Schema { get; init; }

    // Where in which file things stand; kept for what turns out to be wrong only later.
    internal ConfigPlaces Places { get; init; } = ConfigPlaces.None;

    /// <summary>
    /// Gets each Limpet ready to be made, its certificates loaded. All that is wrong with them is told at once, and then nothing stays loaded.
    /// </summary>
    /// <param name="warn">Hears what is not wrong but ought to be known, each a sentence.</param>
    /// <exception cref="LimpetConfigException">Certificates cannot be had.</exception>
    public IReadOnlyList<ConfiguredLimpet> Prepare(Action<string>? warn = null)
    {
        List<ConfiguredLimpet> ready = [];
        List<LimpetConfigError> errors = [];
        for (var i = 0; i < Limpets.Count; i++)
        {
            var path = $"$.limpets[{i}]";
            try
            {
                var entry = Limpets[i];
                ready.Add(new ConfiguredLimpet(entry.Endpoint, entry.Role, entry.ToOptions(sentence => warn?.Invoke($"{path}: {sentence}")), entry.LogPath, path));
            }
            catch (TlsFilesException e)
            {
                errors.Add(Places.Error(LimpetConfigFault.Certificate, $"{path}.tls.{e.Property}", e.Place, e.Expected, e.Message));
            }
        }

        if (errors.Count == 0)
        {
            return ready;
        }

        ready.ForEach(limpet => limpet.Dispose());
        throw new LimpetConfigException(Places.File, errors);
    }
}
