using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;

namespace Limpet.Core.Limpets.Configuration;

/// <summary>A Limpet of a config, ready to be made. Disposing disposes of its certificates, which are needed for as long as it runs.</summary>
/// <param name="Endpoint">Where it listens or connects to.</param>
/// <param name="Role">Which of them it does.</param>
/// <param name="Options">How it is to be; it logs to nowhere yet.</param>
/// <param name="LogPath">The full path of the file that it is to log to; null for none.</param>
/// <param name="Path">Which entry of the config it is, as a JSON path such as <c>$.limpets[1]</c>.</param>
public sealed record ConfiguredLimpet(Endpoint Endpoint, LimpetRole Role, LimpetOptions Options, string? LogPath, string Path) : IDisposable
{
    /// <summary>Makes it; it is not started yet.</summary>
    /// <param name="adapt">Gives it a log, and what hears its events.</param>
    /// <exception cref="LimpetOptionException">What that changed is out of its range.</exception>
    public LimpetService Make(Func<LimpetOptions, LimpetOptions>? adapt = null)
    {
        var options = adapt?.Invoke(Options) ?? Options;
        return Role == LimpetRole.Server ? LimpetService.Listen(Endpoint, options) : LimpetService.Connect(Endpoint, options);
    }

    /// <inheritdoc/>
    public void Dispose() => Options.Tls?.DisposeCertificates();
}
