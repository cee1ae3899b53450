using Limpet.Core.Bus.Hosting;
using Limpet.Core.Native;
using Limpet.Core.Tests.Limpets.Faults;

namespace Limpet.Core.Tests.Hosting;

/// <summary>Where the buses are that nobody gives a directory for. It depends on the environment, so nothing runs beside it.</summary>
[Collection(FaultCollection.Name)]
public sealed class BusDirectoryDefaultTests : IDisposable
{
    private const string Variable = "XDG_RUNTIME_DIR";

    private readonly TemporaryDirectory _folder = new();
    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        _folder.Dispose();
    }

    [Fact]
    public void It_is_in_the_directory_that_the_session_has_for_such()
        => Assert.Equal(_folder.At("limpet"), With(_folder.Path));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/there/is/none")]
    public void Where_there_is_none_it_is_the_users_own_among_the_temporary_ones(string? value)
        => Assert.Equal(Path.Combine(Path.GetTempPath(), $"limpet-{Libc.EffectiveUserId()}"), With(value));

    private static string With(string? value)
    {
        Environment.SetEnvironmentVariable(Variable, value);
        return BusDirectory.DefaultPath;
    }
}
