using Limpet.Load.Programs;

namespace Limpet.Load.CommandLine;

/// <summary>Says in a line what is for the user to mend.</summary>
internal static class Complaints
{
    private const int BadUsage = 2;

    public static int Told(Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is BadPlanException or NotInstalledException or FileNotFoundException)
        {
            Console.Error.WriteLine($"Limpet.Load: {e.Message}");
            return BadUsage;
        }
    }
}
