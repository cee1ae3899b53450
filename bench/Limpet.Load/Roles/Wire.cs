using System.Text.Json;
using System.Text.Json.Serialization;

namespace Limpet.Load.Roles;

/// <summary>The words between the process that runs a scenario and those that play in it: a line each way, a word and then JSON or a number.</summary>
internal static class Wire
{
    /// <summary>Said once, when its buses are there and its Limpets are started.</summary>
    public const string Ready = "ready";

    /// <summary>Before what was asked for.</summary>
    public const string Done = "done";

    /// <summary>Before what went wrong.</summary>
    public const string Failed = "failed";

    /// <summary>Wait until all are connected, and open what the job needs.</summary>
    public const string Open = "open";

    /// <summary>Count from now on.</summary>
    public const string Begin = "begin";

    /// <summary>Send.</summary>
    public const string Run = "run";

    /// <summary>Wait until so many have come.</summary>
    public const string Expect = "expect";

    /// <summary>Tell what was used since it began.</summary>
    public const string Used = "used";

    /// <summary>Tell what is in memory.</summary>
    public const string Memory = "memory";

    public static JsonSerializerOptions Json { get; } = new() { Converters = { new JsonStringEnumConverter() } };
}
