using System.IO.Compression;
using System.Xml.Linq;
using Limpet.Scripts.Tests.Help;
using Limpet.Scripts.Tests.Shell;

namespace Limpet.Scripts.Tests.Package;

/// <summary>What is handed out: whole, the same each time, and at work where nothing else of the repository is.</summary>
public sealed class PackageTests(PackedTwice packed) : IClassFixture<PackedTwice>
{
    [Fact]
    public void The_same_commit_gives_the_same_bytes()
    {
        var first = Files(packed.First);
        Assert.Equal(first, Files(packed.Second));
        Assert.Contains(PackedTwice.ModulePackage, first);
        Assert.Contains(PackedTwice.CorePackage, first);
        Assert.All(first, file => Assert.True(
            File.ReadAllBytes(Path.Combine(packed.First, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(packed.Second, file))),
            $"{file} differs from one packing to the next."));
    }

    [Fact]
    public void The_package_of_the_module_is_its_folder()
    {
        var folder = Path.Combine(packed.First, "Limpet");
        using var package = ZipFile.OpenRead(Path.Combine(packed.First, PackedTwice.ModulePackage));
        var inPackage = package.Entries.Select(entry => entry.FullName).Where(name => name is not "[Content_Types].xml" and not "Limpet.nuspec" && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal));
        Assert.Equal(Files(folder), inPackage.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_module_brings_all_that_it_needs()
    {
        var files = Files(Path.Combine(packed.First, "Limpet"));
        foreach (var needed in new[]
        {
            "Limpet.psd1", "Limpet.psm1", "Limpet.Format.ps1xml", "LICENSE", "README.md", "CHANGELOG.md", "icon.png", "bin/Limpet.PowerShell.dll", "bin/Limpet.Core.dll", "bin/Serilog.dll",
            "en-US/Limpet.PowerShell.dll-Help.xml", "en-US/about_Limpet.help.txt", "en-US/about_Kbus.help.txt", "dist/systemd/limpet-kbus@.service", "examples/two-buses.ps1",
        })
        {
            Assert.Contains(needed, files);
        }

        Assert.DoesNotContain(files, file => Path.GetFileName(file).StartsWith("System.Management.Automation", StringComparison.Ordinal));
    }

    [Fact]
    public void The_gallery_finds_the_module_by_each_of_its_cmdlets()
    {
        var about = XDocument.Load(Path.Combine(packed.Installed, "Limpet.nuspec")).Root!.Elements().Single().Elements().ToDictionary(e => e.Name.LocalName, e => e.Value, StringComparer.Ordinal);
        Assert.Equal(("Limpet", PackedTwice.Version, "MIT", "icon.png", "README.md"), (about["id"], about["version"], about["license"], about["icon"], about["readme"]));
        var tags = about["tags"].Split(' ');
        Assert.Contains("PSModule", tags);
        Assert.Contains("PSEdition_Core", tags);
        Assert.Equal(HelpFiles.Commands.Select(command => $"PSCmdlet_{command.Name}"), tags.Where(tag => tag.StartsWith("PSCmdlet_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Limpet_Core_comes_with_its_documentation()
    {
        using var package = ZipFile.OpenRead(Path.Combine(packed.First, PackedTwice.CorePackage));
        var files = package.Entries.Select(entry => entry.FullName).ToList();
        Assert.Superset(new HashSet<string>(["lib/net10.0/Limpet.Core.dll", "lib/net10.0/Limpet.Core.xml", "README.md", "icon.png"], StringComparer.Ordinal), files.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_installed_module_works_on_its_own()
    {
        var script = $$"""
            $ErrorActionPreference = 'Stop'
            Remove-Module Limpet
            Import-Module '{{packed.Installed}}/Limpet.psd1'
            $module = Get-Module Limpet
            "$($module.ModuleBase) $($module.Version) $($module.CompatiblePSEditions) $($module.LicenseUri) $(($module.Tags).Count -gt 3) $($module.ReleaseNotes.Length -gt 0)"
            $ksock = Open-Ksock -Kbus 0 '$.A'
            Send-KbusMessage -Kbus 0 '$.A' hello
            (Get-KbusMessage -Ksock $ksock -Count 1 | Out-String).Contains('$.A')
            (Get-Help Open-Ksock).Synopsis
            (Get-Help about_Kbus | Out-String).Contains('TOPIC')
            """;
        var result = await ShellProcess.RunAsync(["-NonInteractive", "-Command", script], input: "", ("XDG_RUNTIME_DIR", packed.Folder), ("LIMPET_BACKEND", "Embedded"));

        Assert.Equal("", result.Errors);
        Assert.Equal(
            $"{packed.Installed} {PackedTwice.Version} Core https://opensource.org/license/mit True True\nTrue\nOpens a Ksock to use over several calls, its bindings kept.\nTrue\n",
            result.Output);
    }

    private static List<string> Files(string folder)
        => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];
}
