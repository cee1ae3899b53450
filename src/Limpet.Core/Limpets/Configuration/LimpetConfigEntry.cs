using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Limpets.Transport.Tls;

namespace Limpet.Core.Limpets.Configuration;

/// <summary>One Limpet of a config.</summary>
public sealed record LimpetConfigEntry
{
    /// <summary>Where it listens; null for one that connects.</summary>
    public Endpoint? Listen { get; init; }

    /// <summary>Where it connects to; null for one that listens.</summary>
    public Endpoint? Connect { get; init; }

    /// <summary>How it is to be, without what stands in files: <see cref="LimpetOptions.Tls"/> is null here, and it logs to nowhere.</summary>
    public LimpetOptions Options { get; init; } = new();

    /// <summary>Where its certificates are, which a <c>tls:</c> endpoint needs; null elsewhere.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>The full path of the file that it logs to; null for none.</summary>
    public string? LogPath { get; init; }

    /// <summary>Which side it is.</summary>
    public LimpetRole Role => Connect is null ? LimpetRole.Server : LimpetRole.Client;

    /// <summary>Where it listens or connects to.</summary>
    /// <exception cref="InvalidOperationException">It does neither, which a config that was read never says.</exception>
    public Endpoint Endpoint => Connect ?? Listen ?? throw new InvalidOperationException("This entry neither listens nor connects.");

    /// <summary>
    /// How it is to be, with its certificates loaded. They are the caller's, to dispose of when the Limpet has ended. Who makes its log is the caller's matter too.
    /// </summary>
    /// <param name="warn">Hears what is not wrong but ought to be known, each a sentence.</param>
    /// <exception cref="TlsFilesException">A certificate, its key or its password cannot be had.</exception>
    public LimpetOptions ToOptions(Action<string>? warn = null) => Tls is null ? Options : Options with { Tls = Tls.Load(warn) };

    /// <summary>What describes a Limpet that runs.</summary>
    /// <param name="endpoint">Where it listens or connects to.</param>
    /// <param name="role">Which of them it does.</param>
    /// <param name="options">How it is. Its certificates must have come from <see cref="TlsFiles"/>.</param>
    /// <param name="logPath">The full path of the file that it logs to; null for none.</param>
    /// <exception cref="NotSupportedException">A file cannot say it: it is on a bus of a program's own, or its certificates came from no files.</exception>
    public static LimpetConfigEntry Of(Endpoint endpoint, LimpetRole role, LimpetOptions options, string? logPath)
    {
        if (options.OpenKsock is not null)
        {
            throw new NotSupportedException($"The Limpet at {endpoint} is on a bus that its session or program keeps to itself, which a config file cannot say.");
        }

        if (options is { Tls: not null and not { Files: not null } })
        {
            throw new NotSupportedException($"The certificates of the Limpet at {endpoint} were given by a program, and a config file says in which files they are.");
        }

        return new LimpetConfigEntry
        {
            Listen = role == LimpetRole.Server ? endpoint : null,
            Connect = role == LimpetRole.Client ? endpoint : null,
            Options = options with { Tls = null, Logger = Serilog.Core.Logger.None, OnEvent = null },
            Tls = options.Tls?.Files,
            LogPath = logPath,
        };
    }
}
