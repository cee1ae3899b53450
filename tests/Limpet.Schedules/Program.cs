using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Limpet.Schedules.Perturbing;
using Limpet.Schedules.Rewriting;
using Limpet.Schedules.Running;
using Limpet.Schedules.Scenarios;

var scenario = new Option<string>("--scenario") { Description = "Which parts are looked at.", Required = true };
scenario.AcceptOnlyFromAmong([.. AllScenarios.Names]);
var seconds = new Option<int>("--seconds") { Description = "How long; the round that has begun then is still finished.", DefaultValueFactory = _ => 600 };
var seed = new Option<int>("--seed") { Description = "That of the first round; each further round has the next one.", DefaultValueFactory = _ => Environment.TickCount & 0xFFFF };
var inside = new Option<bool>("--inside") { Description = "This is the copy with the rewritten core.", Hidden = true };
var serve = new Option<string?>("--serve") { Description = "This is what serves the device: the directory of its bus.", Hidden = true };
var command = new RootCommand("Round after round of threads that meet, on a core that hesitates where they do. Ends with 1 where something was lost, doubled, out of order or stuck.")
{
    scenario, seconds, seed, inside, serve,
};
command.SetAction(parsed =>
{
    var (name, length, first) = (parsed.GetValue(scenario)!, parsed.GetValue(seconds), parsed.GetValue(seed));
    if (parsed.GetValue(inside))
    {
        Perturbation.Learn(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, PerturbedCopy.PlacesFile)));
        if (parsed.GetValue(serve) is { } directory)
        {
            DeviceServer.Serve(directory);
            return 0;
        }

        return ScheduleRun.Run(AllScenarios.Named(name), name, first, TimeSpan.FromSeconds(length)) ? 0 : 1;
    }

    using var copy = new PerturbedCopy();
    Console.WriteLine($"{copy.Places} points, seed {first}, {length} seconds");
    string[] arguments = ["--scenario", name, "--seconds", length.ToString(CultureInfo.InvariantCulture), "--seed", first.ToString(CultureInfo.InvariantCulture), "--inside"];
    using var child = Process.Start(new ProcessStartInfo("dotnet", [copy.ProgramPath, .. arguments]) { UseShellExecute = false })!;
    child.WaitForExit();
    return child.ExitCode;
});
return command.Parse(args).Invoke();
