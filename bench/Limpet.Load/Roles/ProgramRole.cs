using System.Globalization;
using System.Text.Json;
using Limpet.Load.Measuring;
using Limpet.Load.Traffic;

namespace Limpet.Load.Roles;

/// <summary>
/// A process of a scenario, seen from within: does its job, and obeys the lines it reads, each of which it answers with one. The other end is <see cref="RoleProcess"/>.
/// </summary>
internal sealed class ProgramRole : IDisposable
{
    private readonly ProgramSetup _setup;
    private readonly IPlace? _place;
    private IActiveJob? _active;
    private ListenJob? _listener;
    private ReplyJob? _replier;
    private Usage _begun;

    private ProgramRole(ProgramSetup setup)
    {
        _setup = setup;
        _place = setup.Job == JobKind.Engine ? null : Places.Take(setup);
    }

    /// <summary>Plays it until the input ends.</summary>
    public static void Play(string setup)
    {
        using var role = new ProgramRole(JsonSerializer.Deserialize<ProgramSetup>(setup, Wire.Json)!);
        Console.WriteLine(Wire.Ready);
        while (Console.ReadLine() is { } line)
        {
            string answer;
            try
            {
                answer = $"{Wire.Done} {role.Obey(line)}";
            }
            catch (Exception e)
            {
                answer = $"{Wire.Failed} {e.ToString().ReplaceLineEndings(" | ")}";
            }

            Console.WriteLine(answer);
        }
    }

    public void Dispose()
    {
        _active?.Dispose();
        _replier?.Dispose();
        _listener?.Dispose();
        _place?.Dispose();
    }

    private string Obey(string line)
    {
        var (verb, argument) = line.Split(' ', 2) is [var first, var rest] ? (first, rest) : (line, "");
        switch (verb)
        {
            case Wire.Open:
                Open();
                return "";
            case Wire.Begin:
                _listener?.Reset();
                _begun = Usage.Now();
                return "";
            case Wire.Run:
                return JsonSerializer.Serialize(_active!.Run(JsonSerializer.Deserialize<RunOrder>(argument, Wire.Json)!), Wire.Json);
            case Wire.Expect:
                return JsonSerializer.Serialize(_listener!.Expect(long.Parse(argument, CultureInfo.InvariantCulture)), Wire.Json);
            case Wire.Used:
                return JsonSerializer.Serialize(Usage.Now() - _begun, Wire.Json);
            case Wire.Memory:
                return JsonSerializer.Serialize(MemoryNow.Measure(), Wire.Json);
            default:
                throw new InvalidOperationException($"There is no '{verb}'.");
        }
    }

    private void Open()
    {
        _place?.WaitConnected();
        switch (_setup.Job)
        {
            case JobKind.Engine:
                _active = new EngineJob(_setup.Size, _setup.Listeners, _setup.Kbus!.Bindings);
                break;
            case JobKind.Send:
                _active = new SendJob(_place!.OpenSources(_setup.Size));
                break;
            case JobKind.Ask:
                _active = new AskJob(_place!.OpenAsker(_setup.Size, _setup.InFlight), _setup.InFlight);
                break;
            case JobKind.Listen:
                _listener = new ListenJob(Enumerable.Range(0, _setup.Listeners).Select(_ => _place!.OpenSink()).ToList());
                break;
            case JobKind.Reply:
                _replier = new ReplyJob(_place!.OpenReplier());
                break;
            case JobKind.Idle:
                break;
        }
    }
}
