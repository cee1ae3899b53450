using dnlib.DotNet;
using dnlib.DotNet.Emit;
using Limpet.Schedules.Perturbing;

namespace Limpet.Schedules.Rewriting;

/// <summary>Writes a copy of the core in which every point where one thread may meet another stands between two calls of <see cref="Perturbation.At"/>.</summary>
internal static class CoreRewriter
{
    /// <returns>What stands at each point, in the order of their numbers.</returns>
    public static List<string> Rewrite(string from, string to)
    {
        using var module = ModuleDefMD.Load(from);
        var at = module.Import(typeof(Perturbation).GetMethod(nameof(Perturbation.At))!);
        var places = new List<string>();
        foreach (var method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            Rewrite(method, at, places);
        }

        module.Write(to);
        return places;
    }

    private static void Rewrite(MethodDef method, IMethod at, List<string> places)
    {
        var body = method.Body.Instructions;
        var points = new List<(Instruction Instruction, string What)>();
        for (var i = 0; i < body.Count; i++)
        {
            if (MeetingPoints.Describe(method, body[i], i > 0 ? body[i - 1] : null) is { } what)
            {
                points.Add((body[i], what));
            }
        }

        if (points.Count == 0)
        {
            return;
        }

        method.Body.SimplifyBranches();
        foreach (var (instruction, what) in points)
        {
            Surround(body, instruction, at, places, $"{method.DeclaringType.Name}.{method.Name}: {what}");
        }

        method.Body.OptimizeBranches();
    }

    private static void Surround(IList<Instruction> body, Instruction instruction, IMethod at, List<string> places, string what)
    {
        var first = body.IndexOf(instruction);
        var last = first;
        while (first > 0 && body[first - 1].OpCode.OpCodeType == OpCodeType.Prefix)
        {
            first--;
        }

        if (Enumerable.Range(first, last - first).Any(i => body[i].OpCode.Code == Code.Tailcall))
        {
            return;
        }

        body.Insert(last + 1, OpCodes.Ldc_I4.ToInstruction(places.Count + 1));
        body.Insert(last + 2, OpCodes.Call.ToInstruction(at));

        // Whoever jumps to the instruction comes to the point before it: so it keeps its place in the list, and what it did goes on behind.
        var head = body[first];
        body.Insert(first + 1, OpCodes.Call.ToInstruction(at));
        body.Insert(first + 2, new Instruction(head.OpCode, head.Operand));
        (head.OpCode, head.Operand) = (OpCodes.Ldc_I4, places.Count);
        places.Add($"before {what}");
        places.Add($"after {what}");
    }
}
