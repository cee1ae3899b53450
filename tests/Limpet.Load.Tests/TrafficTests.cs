using System.Text.Json;
using Limpet.Load.Programs;

namespace Limpet.Load.Tests;

/// <summary>Every scenario runs, loses nothing, and tells of it. How fast it is does not matter here.</summary>
public sealed class TrafficTests
{
    private const int Messages = 100;

    [Theory]
    [InlineData("bus pair chain star request --buses 3 --peers 4")]
    [InlineData("engine bus --host listener --listeners 10 --bindings 100")]
    [InlineData("bus request --buses 1 --host other --in-flight 10")]
    [InlineData("pair star request --rate 2000 --peers 4 --in-flight 50")]
    [InlineData("pair --transport tcp --size 0")]
    [InlineData("pair request --transport tls --size 100000")]
    public async Task Loses_nothing(string scenarios)
    {
        var results = await LoadProgram.MeasureAsync(["--messages", "100", "--warm-up", "0", "--scenario", .. scenarios.Split(' ')]);
        Assert.Equal(scenarios.Split(" --")[0].Split(' '), results.Select(result => result.GetProperty("plan").GetProperty("scenario").GetString()));
        Assert.All(results, result =>
        {
            IsSound(result);
            Assert.Equal(Messages, result.GetProperty("sent").GetInt64());
            Assert.True(result.GetProperty("allocatedBytesEach").GetDouble() > 0);
        });
    }

    [Fact]
    public async Task The_floor_is_measured_where_there_is_a_compiler()
    {
        Assert.SkipWhen(ProgramFile.Find("gcc") is null, "There is no gcc.");
        foreach (var transport in (string[])["unix", "tcp"])
        {
            var results = await LoadProgram.MeasureAsync("--system", "floor", "--scenario", "pair", "request", "--transport", transport, "--seconds", "0.05");
            Assert.Equal(2, results.Count);
            Assert.All(results, IsSound);
        }
    }

    [Theory]
    [InlineData("nats", "nats-server")]
    [InlineData("mosquitto", "mosquitto")]
    public async Task Others_are_counted_as_we_are_where_they_are_installed(string system, string program)
    {
        Assert.SkipWhen(ProgramFile.Find(program) is null, $"There is no {program}.");
        var results = await LoadProgram.MeasureAsync("--system", system, "--scenario", "bus", "pair", "request", "--messages", "100", "--warm-up", "0");
        Assert.Equal(3, results.Count);
        Assert.All(results, IsSound);
        Assert.All(results, result => Assert.Contains(result.GetProperty("processes").EnumerateArray(), process => process.GetProperty("name").GetString() == program));
    }

    private static void IsSound(JsonElement result)
    {
        Assert.True(result.GetProperty("isSound").GetBoolean(), result.ToString());
        Assert.Equal(0, result.GetProperty("lost").GetInt64());
        Assert.Equal(result.GetProperty("expected").GetInt64(), result.GetProperty("received").GetInt64());
        Assert.True(result.GetProperty("perSecond").GetDouble() > 0);
        Assert.NotEmpty(result.GetProperty("processes").EnumerateArray());
        if (result.TryGetProperty("latency", out var latency))
        {
            string[] percentiles = ["p50", "p90", "p99", "p999", "max"];
            var values = percentiles.Select(name => latency.GetProperty(name).GetDouble()).ToList();
            Assert.True(values[0] > 0);
            Assert.Equal(values.Order(), values);
        }
    }
}
