using Limpet.Core.Bus.Hosting;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>The directory of a user's buses, which is made, mended or refused.</summary>
public sealed class BusDirectoryTests : IDisposable
{
    private const UnixFileMode OwnerOnly = (UnixFileMode)0b111_000_000;
    private const UnixFileMode Everybodys = (UnixFileMode)0b111_111_111;

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bus")]
    [InlineData("bus/")]
    [InlineData("./bus//")]
    public void It_is_made_for_its_user_alone(string name)
    {
        Assert.Equal(_folder.At("bus/kbus3.sock"), Path.GetFullPath(BusDirectory.Prepare(_folder.At(name), 3).SocketPath(3)));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(_folder.At("bus")));
        BusDirectory.Prepare(_folder.At(name), 3);
    }

    [Fact]
    public void One_that_its_own_user_may_not_use_is_mended()
    {
        Directory.CreateDirectory(_folder.At("bus"));
        File.SetUnixFileMode(_folder.At("bus"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        BusDirectory.Prepare(_folder.At("bus"), 3);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(_folder.At("bus")));
    }

    [Theory]
    [InlineData("bus")]
    [InlineData("bus/")]
    [InlineData("bus/.")]
    public void None_may_stand_where_everybody_can_replace_it(string name)
    {
        Directory.CreateDirectory(_folder.At("open"));
        File.SetUnixFileMode(_folder.At("open"), Everybodys);
        Refuses(Errno.EACCES, $"open/{name}", "mode 777");
        Assert.False(Directory.Exists(_folder.At("open/bus")));

        File.SetUnixFileMode(_folder.At("open"), Everybodys | UnixFileMode.StickyBit);
        BusDirectory.Prepare(_folder.At($"open/{name}"), 3);
        File.SetUnixFileMode(_folder.At("open"), Everybodys & ~UnixFileMode.OtherWrite);
        BusDirectory.Prepare(_folder.At($"open/{name}"), 3);
    }

    [Theory]
    [InlineData("bus")]
    [InlineData("bus/")]
    [InlineData("bus/.")]
    public void A_link_is_refused_wherever_it_leads(string name)
    {
        Directory.CreateDirectory(_folder.At("elsewhere"), OwnerOnly);
        Directory.CreateSymbolicLink(_folder.At("bus"), _folder.At("elsewhere"));
        Refuses(Errno.EACCES, name, "is no directory");
    }

    [Fact]
    public void One_that_cannot_be_made_is_named()
    {
        File.WriteAllText(_folder.At("file"), "");
        Refuses(Errno.EIO, "file/bus", _folder.At("file/bus"));
    }

    private void Refuses(Errno errno, string name, string told)
    {
        var error = Assert.Throws<KbusException>(() => BusDirectory.Prepare(_folder.At(name), 3));
        Assert.Equal((errno, 3), (error.Errno, error.Device));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }
}
