using Limpet.Core.Ksocks;
using Limpet.Core.Ksocks.Device;
using Limpet.Core.Messages;
using Limpet.PowerShell.Sessions;

namespace Limpet.PowerShell.Completion;

/// <summary>What completion asks of buses: it opens and begins none, waits for nobody, and offers nothing where there is an error.</summary>
internal static class BusLookup
{
    // Whoever pressed Tab waits.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    /// <summary>The numbers of the buses there seem to be.</summary>
    public static IReadOnlyList<int> Numbers(SessionBuses buses)
    {
        try
        {
            return buses.Numbers();
        }
        catch (KbusException)
        {
            return [];
        }
    }

    /// <summary>What a number means, as far as that is seen without asking.</summary>
    public static string Describe(SessionBuses buses, int number)
        => buses.IsPrivate(number, KbusBackend.Auto) ? $"private bus {number}"
            : Path.Exists($"/dev/kbus{number}") ? $"/dev/kbus{number}"
            : $"embedded bus {number}";

    /// <summary>The bindings on a bus, newest first; none where its host takes long to tell.</summary>
    public static IReadOnlyList<ProcBinding> Bindings(SessionBuses buses, int number, KbusBackend backend)
    {
        var asking = Task.Run(() =>
        {
            try
            {
                return buses.Bindings(number, backend) ?? [];
            }
            catch (KbusException)
            {
                return [];
            }
        });
        return asking.Wait(s_patience) ? asking.Result : [];
    }

    /// <summary>The names bound on a bus, those of repliers first.</summary>
    public static IEnumerable<(string Name, BindingKind Kind)> Names(SessionBuses buses, int number, KbusBackend backend)
        => Bindings(buses, number, backend)
            .OrderByDescending(binding => binding.Kind == BindingKind.Replier)
            .Select(binding => (binding.Name.Value, binding.Kind));
}
