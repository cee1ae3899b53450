using dnlib.DotNet;
using dnlib.DotNet.Emit;

namespace Limpet.Schedules.Rewriting;

/// <summary>Which instructions are such that one thread may meet another by them.</summary>
internal static class MeetingPoints
{
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "System.Threading.Lock",
        "System.Threading.Lock/Scope",
        "System.Threading.Monitor",
        "System.Threading.Interlocked",
        "System.Threading.Volatile",
        "System.Threading.Thread",
        "System.Threading.Timer",
        "System.Threading.ManualResetEventSlim",
        "System.Threading.CountdownEvent",
        "System.Threading.WaitHandle",
        "System.Threading.CancellationToken",
        "System.Threading.CancellationTokenSource",
        "System.Threading.CancellationTokenRegistration",
        "System.Threading.LazyInitializer",
        "System.Threading.Tasks.TaskCompletionSource`1",
        "System.Net.Sockets.Socket",
        "Limpet.Core.Native.KernelSemaphore",
        "Limpet.Core.Bus.Hosting.News",
    };

    private static readonly HashSet<string> NativeCalls = new(StringComparer.Ordinal) { "Signal", "Unsignal", "Poll" };

    // Here plain fields too are read and written by several threads, under locks or in an order that must suffice.
    private static readonly string[] Shared =
        ["Limpet.Core.Bus.Hosting", "Limpet.Core.Limpets.Session", "Limpet.Core.Limpets.Ksock", "Limpet.Core.Limpets.Transport", "Limpet.Core.Ksocks.Device", "Limpet.Core.Cuse"];

    /// <summary>What stands at an instruction, for people; null where no thread meets another there.</summary>
    public static string? Describe(MethodDef method, Instruction instruction, Instruction? before)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Call or Code.Callvirt or Code.Newobj:
                return instruction.Operand is IMethod called && IsMeeting(called) ? $"{called.DeclaringType.Name}.{called.Name}" : null;
            case Code.Ldfld or Code.Stfld or Code.Ldsfld or Code.Stsfld:
                return instruction.Operand is IField field && (before?.OpCode.Code == Code.Volatile || IsShared(method, field)) ? $"{(instruction.OpCode.Code is Code.Ldfld or Code.Ldsfld ? "reading" : "writing")} {field.Name}" : null;
            default:
                return null;
        }
    }

    private static bool IsMeeting(IMethod called)
    {
        var type = called.DeclaringType;
        var name = (type is TypeSpec spec ? spec.ScopeType?.FullName : type?.FullName) ?? "";
        return Types.Contains(name) || (name == "Limpet.Core.Native.Libc" && NativeCalls.Contains(called.Name));
    }

    private static bool IsShared(MethodDef method, IField field)
        => !method.IsConstructor
            && field.ResolveFieldDef() is { IsInitOnly: false, IsLiteral: false, DeclaringType.IsValueType: false } resolved
            && !resolved.DeclaringType.Name.String.Contains('<', StringComparison.Ordinal)
            && Array.Exists(Shared, space => resolved.DeclaringType.Namespace.String.StartsWith(space, StringComparison.Ordinal));
}
