using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Limpet.Help.Model;
using Limpet.Shell.Hosting;

namespace Limpet.Scripts.Tests.Help;

/// <summary>Runs an example of docs/cmdlets in a session of its own, on embedded buses and in a directory that are nobody else's.</summary>
internal sealed partial class ExampleRun : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("limpet-example-").FullName;
    private readonly string? _runtimeDirectory = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
    private readonly string? _backend = Environment.GetEnvironmentVariable("LIMPET_BACKEND");
    private readonly int _port = FreePort();
    private readonly CapturingHost _host = new();
    private readonly Runspace _session;

    public ExampleRun()
    {
        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", _directory);
        Environment.SetEnvironmentVariable("LIMPET_BACKEND", "Embedded");
        var state = ShellRunspace.CreateSessionState();
        state.ImportPSModule([TestPaths.Module]);
        _session = RunspaceFactory.CreateRunspace(_host, state);
        _session.Open();
        foreach (var helpers in new[] { Path.Combine(TestPaths.PesterScripts, "Support.ps1"), Path.Combine(TestPaths.RepoRoot, "tests/Limpet.Scripts.Tests/Help/Prelude.ps1") })
        {
            Run($". '{helpers}'");
        }
    }

    /// <summary>What the example prints; an error is printed as at a prompt.</summary>
    public string Print(ExampleHelp example)
    {
        if (example.Needs is { } needs && !File.Exists(needs))
        {
            Run("$WhatIfPreference = $true");
        }

        Run(Here(example.Before));
        var before = _host.Printed.Length;
        Run($$"""
            . {
            {{Here(example.Code)}}
            } 2>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { "$($_.InvocationInfo.MyCommand): $_" } else { $_ } } | Out-Default
            """);
        var printed = _host.Printed[before..].Replace(_directory + "/", "/tmp/", StringComparison.Ordinal);
        Run(Here(example.After));
        return printed;
    }

    /// <summary>Text in which times, ids and columns are the same whenever and wherever it was printed.</summary>
    public static string Comparable(string printed) => Spaces().Replace(Numbers().Replace(Styles().Replace(printed, ""), "#"), " ").Trim();

    public void Dispose()
    {
        _session.Dispose();
        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", _runtimeDirectory);
        Environment.SetEnvironmentVariable("LIMPET_BACKEND", _backend);
        Directory.Delete(_directory, recursive: true);
    }

    // Files and ports of the example's own, whatever else runs on this machine.
    private string Here(string script)
        => script.Replace("/tmp/", _directory + "/", StringComparison.Ordinal).Replace(":5000", $":{_port}", StringComparison.Ordinal);

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private void Run(string script)
    {
        using var shell = PowerShell.Create(_session);
        var running = shell.AddScript(script, useLocalScope: false).BeginInvoke();
        if (!running.AsyncWaitHandle.WaitOne(s_patience))
        {
            shell.Stop();
            Assert.Fail($"It did not end within {s_patience.TotalSeconds} s: {script}. It had printed: {_host.Printed}");
        }

        shell.EndInvoke(running);
        Assert.True(shell.Streams.Error.Count == 0, string.Join("; ", shell.Streams.Error));
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*m", RegexOptions.NonBacktracking)]
    private static partial Regex Styles();

    [GeneratedRegex(@"\d+(?:,\d{3})*", RegexOptions.NonBacktracking)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
