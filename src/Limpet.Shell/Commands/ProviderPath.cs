using System.Management.Automation;

namespace Limpet.Shell.Commands;

/// <summary>Paths as PowerShell writes them, to paths of the file system.</summary>
internal static class ProviderPath
{
    /// <summary>The file that <paramref name="path"/> names, whether it exists or not.</summary>
    public static string ForWriting(PSCmdlet cmdlet, string path, bool literal)
    {
        if (!literal && WildcardPattern.ContainsWildcardCharacters(path))
        {
            var found = cmdlet.GetResolvedProviderPathFromPSPath(path, out _);
            if (found.Count != 1)
            {
                throw new PSArgumentException($"'{path}' names {found.Count} files, and one is expected.", nameof(path));
            }

            return found[0];
        }

        var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name is "FileSystem" ? full : throw new PSArgumentException($"'{path}' is in the {provider.Name} provider, and a file is expected.", nameof(path));
    }
}
