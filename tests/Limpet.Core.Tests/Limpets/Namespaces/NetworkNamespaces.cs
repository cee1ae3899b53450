using System.ComponentModel;
using System.Diagnostics;

namespace Limpet.Core.Tests.Limpets.Namespaces;

/// <summary>
/// Some hosts, each a network namespace, on one bridge in a further namespace: host N has the address 10.77.0.N. Skips the test, or fails it where
/// LIMPET_REQUIRE_KERNEL is set, when the system does not let them be made.
/// </summary>
internal sealed class NetworkNamespaces : IDisposable
{
    private const string RequiredVariable = "LIMPET_REQUIRE_KERNEL";

    private static int s_made;

    private readonly string _prefix = $"limpet{Environment.ProcessId}x{Interlocked.Increment(ref s_made)}";
    private readonly List<string> _names = [];

    private NetworkNamespaces()
    {
    }

    private string Middle => $"{_prefix}m";

    public static NetworkNamespaces Make(int hosts)
    {
        var namespaces = new NetworkNamespaces();
        if (namespaces.TryMake(hosts) is not { } reason)
        {
            return namespaces;
        }

        namespaces.Dispose();
        reason = $"Network namespaces cannot be made here (root and the package iproute2 are needed): {reason}";
        if (Environment.GetEnvironmentVariable(RequiredVariable) is { Length: > 0 })
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
        throw new UnreachableException();
    }

    public static string AddressOf(int host) => $"10.77.0.{host}";

    public string NameOf(int host) => $"{_prefix}h{host}";

    /// <summary>Takes the host off the network, or puts it back; nobody is told, neither there nor elsewhere.</summary>
    public void Connect(int host, bool on)
    {
        if (Ip("-n", Middle, "link", "set", $"p{host}", on ? "up" : "down") is { } reason)
        {
            Assert.Fail(reason);
        }
    }

    public void Dispose() => _names.ForEach(name => Ip("netns", "del", name));

    // Why it could not.
    private string? TryMake(int hosts)
    {
        var reason = Add(Middle) ?? Ip("-n", Middle, "link", "add", "bridge", "type", "bridge") ?? Ip("-n", Middle, "link", "set", "bridge", "up");
        for (var host = 1; host <= hosts; host++)
        {
            var (name, port) = (NameOf(host), $"p{host}");
            reason ??= Add(name)
                ?? Ip("-n", Middle, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", name)
                ?? Ip("-n", Middle, "link", "set", port, "master", "bridge", "up")
                ?? Ip("-n", name, "addr", "add", $"{AddressOf(host)}/24", "dev", "eth0")
                ?? Ip("-n", name, "link", "set", "eth0", "up")
                ?? Ip("-n", name, "link", "set", "lo", "up");
        }

        return reason;
    }

    private string? Add(string name)
    {
        var reason = Ip("netns", "add", name);
        if (reason is null)
        {
            _names.Add(name);
        }

        return reason;
    }

    private static string? Ip(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ip", arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"'ip {string.Join(' ', arguments)}' says {said.Trim()}";
        }
        catch (Win32Exception e)
        {
            return $"'ip' cannot be run: {e.Message}";
        }
    }
}
