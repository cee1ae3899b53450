using System.CommandLine;
using System.Globalization;
using Limpet.Soak;
using Limpet.Soak.Parts;

if (args is [PartPlayer.Word, var part, .. var rest])
{
    return PartPlayer.Play(part, rest);
}

var seconds = new Option<int>("--seconds") { Description = "How long there are faults, one a second.", DefaultValueFactory = _ => 600 };
var seed = new Option<int>("--seed") { Description = "Which faults; that of a run that failed gives the same ones.", DefaultValueFactory = _ => Environment.TickCount & 0xFFFF };
var command = new RootCommand("Three buses joined by Limpets, a process for each part, traffic of every kind, and a fault every second. Ends with 1 where a promise was broken.") { seconds, seed };
command.SetAction(parsed =>
{
    var (length, chosen) = (TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(seed));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {chosen}, {length.TotalSeconds} seconds of faults"));
    return new SoakRun(chosen, length).Run() ? 0 : 1;
});
return command.Parse(args).Invoke();
