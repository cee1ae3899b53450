using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Events;

/// <summary>One event of each sort there is, so that no sort can be added without being looked at.</summary>
internal static class EventSamples
{
    public static IReadOnlyList<Type> Types { get; } =
        [.. typeof(LimpetEvent).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(LimpetEvent))).OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static IReadOnlyList<LimpetEvent> All { get; } = [.. Types.Select(Make)];

    private static LimpetEvent Make(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        return (LimpetEvent)constructor.Invoke([.. constructor.GetParameters().Select(parameter => ValueOf(type, parameter.Name!, parameter.ParameterType))]);
    }

    private static object? ValueOf(Type type, string name, Type wanted)
        => Nullable.GetUnderlyingType(wanted) is { } inner ? ValueOf(type, name, inner)
            : wanted.IsEnum ? Enum.GetValues(wanted).GetValue(1)
            : wanted.Name switch
            {
                nameof(MessageName) => MessageName.Parse("$.Sample.Name"),
                nameof(KbusMessage) => KbusMessage.Request("$.Sample.Message", "secret"),
                nameof(Endpoint) => Endpoint.Parse("unix:/tmp/sample"),
                nameof(LimpetOutcome) => new LimpetOutcome(LimpetEnd.PeerClosed, "The sample ended."),
                nameof(LimpetEvent) => new ReplierBoundEvent(MessageName.Parse("$.Sample.Told")),
                nameof(Exception) => new InvalidOperationException("A sample failed."),
                nameof(TimeSpan) => TimeSpan.FromSeconds(1.5),
                nameof(String) => $"sample {name}",
                nameof(UInt32) or nameof(Int32) or nameof(Int64) or nameof(UInt64) or nameof(Double) => Convert.ChangeType(7, wanted, provider: null),
                nameof(Boolean) => true,
                _ => throw new InvalidOperationException($"{type.Name} takes a {wanted.Name} for {name}; say in {nameof(EventSamples)} what stands for one."),
            };
}
