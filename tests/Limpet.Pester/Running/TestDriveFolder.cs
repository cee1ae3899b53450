using System.Management.Automation;

namespace Limpet.Pester.Running;

/// <summary>The drive <c>TestDrive:</c>: a folder of its own for each file. What a block puts there goes when the block ends.</summary>
internal sealed class TestDriveFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("limpet-pester-");

    /// <summary>Makes the drive and the variable <c>$TestDrive</c>.</summary>
    public void Attach(SessionState session)
    {
        session.Drive.New(new PSDriveInfo("TestDrive", session.Provider.GetOne("FileSystem"), _folder.FullName, "", credential: null), "global");
        session.PSVariable.Set("global:TestDrive", _folder.FullName);
    }

    /// <summary>What is there now.</summary>
    public HashSet<string> List() => [.. Directory.EnumerateFileSystemEntries(_folder.FullName, "*", SearchOption.AllDirectories)];

    /// <summary>Removes what was not there before.</summary>
    public void RemoveAllBut(IReadOnlySet<string> before)
    {
        // The deepest first, so that a folder is empty when its turn comes.
        foreach (var path in List().Where(p => !before.Contains(p)).OrderByDescending(p => p.Length))
        {
            if (Directory.Exists(path) && !File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint))
            {
                Directory.Delete(path);
            }
            else
            {
                File.Delete(path);
            }
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
