using Limpet.Core.Ksocks.Device;
using Limpet.Core.Tests.Hosting;

namespace Limpet.Core.Tests.Ksocks.Device;

public sealed class DeviceFilesTests
{
    [Fact]
    public void The_numbers_are_those_of_files_named_as_devices_are()
    {
        using var directory = new TemporaryDirectory();
        foreach (var name in new[] { "kbus10", "kbus2", "kbus255", "kbus256", "kbus07", "kbus", "kbusx", "kbus-1", "kbus1x", "okbus3", "kbus 4" })
        {
            File.WriteAllText(directory.At(name), "");
        }

        Assert.Equal([2, 10, 255], DeviceFiles.Numbers(Path.GetDirectoryName(directory.At("kbus2"))!));
    }
}
