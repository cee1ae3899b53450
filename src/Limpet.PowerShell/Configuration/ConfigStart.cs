using System.Management.Automation;

using Limpet.Core.Limpets.Configuration;
using Limpet.PowerShell.Errors;

namespace Limpet.PowerShell.Configuration;

/// <summary>What <c>Start-Limpet -Config</c> starts.</summary>
internal static class ConfigStart
{
    /// <summary>The Limpets that a file describes, ready to be made; none where anything in it is wrong, and then every finding was reported.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="report">Takes an error for each finding.</param>
    /// <param name="warn">Takes what is not wrong but ought to be known.</param>
    /// <returns>In the order of the file. Each holds certificates, and is disposed of once its Limpet has ended.</returns>
    public static IReadOnlyList<ConfiguredLimpet> Load(string path, Action<ErrorRecord> report, Action<string> warn)
    {
        try
        {
            return ConfigFile.Load(path).Prepare(warn);
        }
        catch (LimpetConfigException e)
        {
            foreach (var record in ConfigErrors.Describe(e))
            {
                report(record);
            }

            return [];
        }
    }
}
