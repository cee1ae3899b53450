using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Limpets.Session;

/// <summary>How a Limpet may be, and what is said of how it may not.</summary>
public sealed class LimpetOptionsTests
{
    private static readonly TimeSpan Short = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Negative = TimeSpan.FromTicks(-1);

    [Fact]
    public void As_it_is_by_default_it_may_be()
    {
        var options = new LimpetOptions();
        options.Check();
        Assert.Equal((1u, 2u), (options.NetworkIdFor(LimpetRole.Client), options.NetworkIdFor(LimpetRole.Server)));
        Assert.Equal(7u, (options with { NetworkId = 7 }).NetworkIdFor(LimpetRole.Server));
    }

    [Fact]
    public void The_last_value_that_may_be_may_be()
    {
        Func<LimpetOptions, LimpetOptions>[] changes =
        [
            o => o with { Kbus = 255 },
            o => o with { NetworkId = 1 },
            o => o with { MaxMessages = 1 },
            o => o with { MaxRequests = 1 },
            o => o with { MaxPeers = 1 },
            o => o with { MaxAttempts = 0 },
            o => o with { RateLimit = 0 },
            o => o with { SendBuffer = 1 },
            o => o with { Timeout = Short, MessageTimeout = Short, StallTimeout = Short },
            o => o with { Timeout = Timeout.InfiniteTimeSpan, MessageTimeout = Timeout.InfiniteTimeSpan, StallTimeout = Timeout.InfiniteTimeSpan },
            o => o with { FirstRetry = Short, LongestRetry = Short },
            o => o with { Verbosity = 0 },
            o => o with { Verbosity = 2 },
            o => o with { MaxBindings = 1 },
            o => o with { MaxMessageSize = 0 },
            o => o with { MaxMessageSize = 100 },
            o => o with { ExportPrefix = "Kitchen" },
            o => o with { TerminationMessage = MessageName.Parse("$.Die") },
        ];
        Assert.All(changes, change => change(new LimpetOptions()).Check());
    }

    [Fact]
    public void The_first_value_that_may_not_be_is_refused_with_its_name_what_was_found_and_what_is_expected()
    {
        (Func<LimpetOptions, LimpetOptions> Change, string Says)[] wrong =
        [
            (o => o with { Kbus = -1 }, "Kbus is -1; expected 0 to 255."),
            (o => o with { Kbus = 256 }, "Kbus is 256; expected 0 to 255."),
            (o => o with { NetworkId = 0 }, "NetworkId is 0; expected 1 to 4294967295."),
            (o => o with { MaxMessages = 0 }, "MaxMessages is 0; expected 1 or more."),
            (o => o with { MaxRequests = 0 }, "MaxRequests is 0; expected 1 or more."),
            (o => o with { MaxPeers = 0 }, "MaxPeers is 0; expected 1 or more."),
            (o => o with { MaxAttempts = -1 }, "MaxAttempts is -1; expected 0 for any number, or more."),
            (o => o with { RateLimit = -1 }, "RateLimit is -1; expected 0 for any number, or more."),
            (o => o with { SendBuffer = 0 }, "SendBuffer is 0; expected 1 byte or more."),
            (o => o with { Timeout = TimeSpan.Zero }, "Timeout is 00:00:00; expected more than zero, or infinite."),
            (o => o with { MessageTimeout = TimeSpan.Zero }, "MessageTimeout is 00:00:00; expected more than zero, or infinite."),
            (o => o with { StallTimeout = Negative }, "StallTimeout is -00:00:00.0000001; expected more than zero, or infinite."),
            (o => o with { FirstRetry = TimeSpan.Zero }, "FirstRetry is 00:00:00; expected more than zero."),
            (o => o with { FirstRetry = TimeSpan.FromSeconds(31) }, "LongestRetry is 00:00:30; expected FirstRetry, which is 00:00:31, or more."),
            (o => o with { Verbosity = -1 }, "Verbosity is -1; expected 0 (quiet), 1 (announces itself) or 2 (tells of each message)."),
            (o => o with { Verbosity = 3 }, "Verbosity is 3; expected 0 (quiet), 1 (announces itself) or 2 (tells of each message)."),
            (o => o with { MaxBindings = 0 }, "MaxBindings is 0; expected 1 or more."),
            (o => o with { MaxMessageSize = 99 }, "MaxMessageSize is 99; expected 100 bytes or more, or 0 for the limit of the bus alone."),
            (o => o with { MaxMessageSize = -1 }, "MaxMessageSize is -1; expected 100 bytes or more, or 0 for the limit of the bus alone."),
        ];
        Assert.All(wrong, one =>
        {
            var error = Assert.Throws<LimpetOptionException>(one.Change(new LimpetOptions()).Check);
            Assert.Equal((one.Says[..one.Says.IndexOf(' ', StringComparison.Ordinal)], one.Says), (error.Option, error.Message));
        });
    }

    [Fact]
    public void So_is_a_name_that_is_none()
    {
        Refused("ExportPrefix", "The prefix 'My Kitchen' is none;", o => o with { ExportPrefix = "My Kitchen" });
        Refused("ExportPrefix", "The prefix is empty;", o => o with { ExportPrefix = "" });
        Refused("TerminationMessage", "'$.Die.*' is a wildcard; expected the name of one message", o => o with { TerminationMessage = MessageName.Parse("$.Die.*") });
    }

    private static void Refused(string option, string says, Func<LimpetOptions, LimpetOptions> change)
    {
        var error = Assert.Throws<LimpetOptionException>(change(new LimpetOptions()).Check);
        Assert.Equal(option, error.Option);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }
}
