using System.Collections.Concurrent;
using System.Globalization;
using Limpet.Soak.Faults;
using Limpet.Soak.Parts;

namespace Limpet.Soak.Staging;

/// <summary>Three buses, a process that hosts each, the Limpets that join them, and those who talk.</summary>
internal sealed class Stage : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("limpet-soak-").FullName;
    private readonly List<Player> _players = [];

    public Stage()
    {
        HasSmallDisks = SmallDisk.CanBeMade(_directory);
        foreach (var bus in Names.Buses)
        {
            Hosts.Add(bus, Add("host", bus));
        }

        MiddleLimpet = AddLimpet(Names.Middle, "listen");
        foreach (var bus in Names.Buses.Where(bus => bus != Names.Middle))
        {
            Limpets.Add(bus, AddLimpet(bus, "connect"));
        }

        foreach (var bus in Names.Buses)
        {
            Repliers.Add(bus, Add("replier", bus));
            Listeners.Add(Add("listener", bus));
        }

        foreach (var bus in Names.Buses)
        {
            Speakers.Add(Add("speaker", bus));
            Askers.Add(Add("asker", bus));
        }
    }

    /// <summary>Whether each Limpet logs to a disk of its own, which may be full.</summary>
    public bool HasSmallDisks { get; }

    /// <summary>Where the Limpet in the middle listens.</summary>
    public string Endpoint => $"unix:{_directory}/limpet.sock";

    /// <summary>The socket of a bus.</summary>
    public string BusSocket(int bus) => string.Create(CultureInfo.InvariantCulture, $"{_directory}/bus/kbus{bus}.sock");

    public Dictionary<int, Player> Hosts { get; } = [];

    public Player MiddleLimpet { get; }

    /// <summary>Those that connect, by bus.</summary>
    public Dictionary<int, Player> Limpets { get; } = [];

    public Dictionary<int, Player> Repliers { get; } = [];

    public List<Player> Listeners { get; } = [];

    public List<Player> Speakers { get; } = [];

    public List<Player> Askers { get; } = [];

    public IReadOnlyList<Player> All => _players;

    /// <summary>Those that live from the beginning to the end.</summary>
    public IEnumerable<Player> Lasting => [Hosts[1], Hosts[Names.Middle], MiddleLimpet, .. Listeners, .. Askers, .. Speakers];

    /// <summary>Each promise that was found broken.</summary>
    public ConcurrentQueue<string> Broken { get; } = new();

    public void Dispose()
    {
        foreach (var player in Enumerable.Reverse(_players))
        {
            player.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private Player AddLimpet(int bus, string role)
    {
        var logs = Directory.CreateDirectory(string.Create(CultureInfo.InvariantCulture, $"{_directory}/logs{bus}")).FullName;
        return Add("limpet", bus, HasSmallDisks ? logs : null, role, Endpoint, logs);
    }

    private Player Add(string part, int bus) => Add(part, bus, diskDirectory: null);

    private Player Add(string part, int bus, string? diskDirectory, params string[] more)
    {
        var player = new Player(
            string.Create(CultureInfo.InvariantCulture, $"{part} {bus}"),
            [part, $"{_directory}/bus", bus.ToString(CultureInfo.InvariantCulture), .. more],
            Broken.Enqueue,
            diskDirectory);
        _players.Add(player);
        return player;
    }
}
