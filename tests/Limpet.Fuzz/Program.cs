using Limpet.Fuzzing;
using Limpet.Fuzzing.Running;
using Limpet.Fuzzing.Seeds;
using SharpFuzz;

// See fuzz.sh, which calls all of these.
switch (args)
{
    case ["list"]:
        Console.WriteLine(string.Join('\n', FuzzTargets.All.Select(target => target.Name)));
        return 0;

    case ["seed"]:
        SeedWriter.WriteAll();
        return 0;

    case ["instrument", var assembly]:
        Fuzzer.Instrument(assembly, _ => true, Options.Value);
        return 0;

    case ["run", var name]:
        // The instrumented core must not run before its map is there.
        Fuzzer.OutOfProcess.Run(stream => FuzzRun.Check(FuzzTargets.Named(name), ReadAll(stream)));
        return 0;

    case ["check", var name, .. var files]:
        return Replay.Run(FuzzTargets.Named(name), files);

    case ["reduce", var name, var from, var to, var most]:
        return Reduction.Run(name, from, to, int.Parse(most, System.Globalization.CultureInfo.InvariantCulture));

    default:
        Console.Error.WriteLine("Limpet.Fuzz list | seed | instrument ASSEMBLY | run TARGET | check TARGET FILE... | reduce TARGET FROM TO MOST");
        return 2;
}

static byte[] ReadAll(Stream stream)
{
    using var bytes = new MemoryStream();
    stream.CopyTo(bytes);
    return bytes.ToArray();
}
