namespace Limpet.Load.Device;

/// <summary>Several runs of one thing on a device.</summary>
/// <param name="Runs">Each of them; at least one.</param>
internal sealed record DeviceRates(IReadOnlyList<DeviceRate> Runs)
{
    /// <summary>Announcements a second in the run that is in the middle.</summary>
    public double Median => Runs.Select(run => run.PerSecond).Order().ElementAt(Runs.Count / 2);

    /// <summary>In the slowest.</summary>
    public double Least => Runs.Min(run => run.PerSecond);

    /// <summary>In the fastest.</summary>
    public double Most => Runs.Max(run => run.PerSecond);

    /// <summary>Requests that the kernel made of the server for an announcement, on the average.</summary>
    public double RequestsEach => Runs.Average(run => run.RequestsEach);
}
