using Limpet.Core.Limpets.Endpoints;

namespace Limpet.Core.Limpets.Session;

/// <summary>Runs a Limpet on the calling thread (limpet.md 6, run_a_limpet).</summary>
public static class LimpetRunner
{
    /// <summary>Runs it until it ends, or is cancelled, which is a clean end.</summary>
    /// <param name="endpoint">Where to listen or to connect to.</param>
    /// <param name="role">Which of them.</param>
    /// <param name="options">The bus, and the rest.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LimpetException">It could not be started; see <see cref="LimpetService.Start"/>.</exception>
    /// <exception cref="Ksocks.KbusException">The bus cannot be opened.</exception>
    public static LimpetOutcome Run(Endpoint endpoint, LimpetRole role, LimpetOptions options, CancellationToken cancellationToken = default)
    {
        using var service = role == LimpetRole.Server ? LimpetService.Listen(endpoint, options) : LimpetService.Connect(endpoint, options);
        using var stop = cancellationToken.UnsafeRegister(static s => ((LimpetService)s!).RequestStop(), service);
        service.Start();
        return service.Completion.GetAwaiter().GetResult();
    }
}
