using System.Text;
using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Events;
using Limpet.Core.Limpets.Session;
using Limpet.Core.Messages;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Limpet.Core.Tests.Limpets.Events;

/// <summary>What of an event reaches a log, at which level.</summary>
public sealed class EventLogTests
{
    private readonly Collected _log = new();

    [Fact]
    public void A_record_has_the_id_the_kind_the_time_the_template_and_each_value()
    {
        var told = new ConnectedEvent(1, 2, "unix:/tmp/l0", "the embedded bus 0");
        Teller(LogEventLevel.Information).Tell(told);

        var record = Assert.Single(_log.Records);
        Assert.Equal(told.At, record.Timestamp);
        Assert.Equal("Connected to network {PeerNetworkId} at {Endpoint}, as network {NetworkId} on {Bus}", record.MessageTemplate.Text);
        Assert.Equal(
            """Bus "the embedded bus 0", Endpoint "unix:/tmp/l0", Event "Connected", EventId 102, NetworkId 2, PeerNetworkId 1""",
            string.Join(", ", record.Properties.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key} {p.Value}")));
    }

    [Fact]
    public void Every_event_is_logged_at_its_level_and_above_in_the_words_that_it_is_told_by()
    {
        foreach (var told in EventSamples.All)
        {
            foreach (var level in Enum.GetValues<LogEventLevel>())
            {
                _log.Records.Clear();
                Teller(level).Tell(told);
                Assert.Equal(level <= told.Level ? 1 : 0, _log.Records.Count);
                if (level is LogEventLevel.Debug)
                {
                    Assert.Equal(told.Text, Rendered(_log.Records[0]));
                }
            }
        }
    }

    [Theory]
    [InlineData(LogEventLevel.Debug, "secret", "Request 0:0 '$.A' from 0 (6 bytes)")]
    [InlineData(LogEventLevel.Verbose, "secret", "Request 0:0 '$.A' from 0 (6 bytes): \"secret\"")]
    [InlineData(LogEventLevel.Verbose, "a\nb", "Request 0:0 '$.A' from 0 (3 bytes): \"610a62\"")]
    [InlineData(LogEventLevel.Verbose, "", "Request 0:0 '$.A' from 0 (0 bytes)")]
    public void Data_is_logged_at_Verbose_alone(LogEventLevel level, string data, string expected)
    {
        Teller(level).Tell(new MessagePassedEvent(KbusMessage.Request("$.A", data), ToLink: true));
        Assert.Equal($"KBUS -> Limpet: {expected}", Rendered(Assert.Single(_log.Records)));
    }

    [Fact]
    public void A_message_that_comes_in_is_told_from_one_that_goes_out()
    {
        Teller(LogEventLevel.Debug).Tell(new MessagePassedEvent(KbusMessage.Request("$.A"), ToLink: false));
        Assert.StartsWith("Limpet -> KBUS: Request", Rendered(Assert.Single(_log.Records)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_happens_to_a_link_is_logged_with_its_number()
    {
        Teller(LogEventLevel.Information).OfLink(3).Tell(new ConnectedEvent(1, 2, "unix:/tmp/l0", "the embedded bus 0"));
        Assert.Equal("3", Assert.Single(_log.Records).Properties["Link"].ToString());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public void A_program_hears_of_each_message_at_verbosity_2_and_of_the_rest_at_any(int verbosity, int heard)
    {
        var told = new List<LimpetEvent>();
        var teller = new EventTeller(Serilog.Core.Logger.None, verbosity, told.Add);
        teller.Tell(new ConnectedEvent(1, 2, "unix:/tmp/l0", "the embedded bus 0"));
        teller.Tell(new MessagePassedEvent(KbusMessage.Request("$.A"), ToLink: false));
        Assert.Equal(heard, told.Count);
    }

    [Fact]
    public void A_message_is_a_structure_of_its_fields()
    {
        var message = new KbusMessage(MessageName.Parse("$.A"), new byte[] { 0xFF })
        {
            Id = new MessageId(2, 9), InReplyTo = new MessageId(1, 4), From = 3, To = 5, OrigFrom = new OriginId(6, 7), FinalTo = new OriginId(8, 9),
        };
        Teller(LogEventLevel.Verbose).Tell(new MessagePassedEvent(message, ToLink: false));

        var structure = Assert.IsAssignableFrom<StructureValue>(_log.Records[0].Properties["Message"]);
        Assert.Equal(
            """Kind "Reply", Id "2:9", Name "$.A", From 3, To 5, InReplyTo "1:4", OriginallyFrom "6:7", FinallyTo "8:9", Length 1, Data "ff" """.TrimEnd(),
            string.Join(", ", structure.Properties.Select(p => $"{p.Name} {p.Value}")));
    }

    [Fact]
    public void No_more_than_a_kilobyte_of_data_is_logged()
    {
        Teller(LogEventLevel.Verbose).Tell(new MessagePassedEvent(new KbusMessage(MessageName.Parse("$.A"), new byte[100_000]), ToLink: true));
        Assert.InRange(Rendered(_log.Records[0]).Length, 2048, 2200);
    }

    [Fact]
    public void The_log_hears_by_its_own_level_and_the_callback_by_the_verbosity()
    {
        var heard = new List<LimpetEvent>();
        var teller = new EventTeller(Logger(LogEventLevel.Debug), verbosity: 1, heard.Add);
        Assert.True(teller.EachMessage);
        teller.Tell(new MessagePassedEvent(KbusMessage.Announcement("$.A"), ToLink: true));
        teller.Tell(new ReplierBoundEvent(MessageName.Parse("$.A")));

        Assert.Equal(2, _log.Records.Count);
        Assert.IsType<ReplierBoundEvent>(Assert.Single(heard));
        Assert.False(new EventTeller(Logger(LogEventLevel.Information), verbosity: 1, heard.Add).EachMessage);
        Assert.True(new EventTeller(Logger(LogEventLevel.Information), verbosity: 2, heard.Add).EachMessage);
        Assert.False(new EventTeller(Logger(LogEventLevel.Information), verbosity: 2, callback: null).EachMessage);
    }

    [Fact]
    public void A_callback_that_throws_is_logged_and_nobody_is_disturbed()
    {
        var fault = new InvalidOperationException("it broke");
        new EventTeller(Logger(LogEventLevel.Error), verbosity: 1, _ => throw fault).Tell(new ReplierBoundEvent(MessageName.Parse("$.A")));

        var record = Assert.Single(_log.Records);
        Assert.Equal("The callback for events failed at ReplierBound: it broke", Rendered(record));
        Assert.Same(fault, record.Exception);
    }

    [Fact]
    public void An_end_that_was_expected_is_logged_by_its_sentence_and_a_fault_of_ours_with_the_whole_exception()
    {
        Exception expected = new OtherLimpetGoneAwayException("It went.");
        var fault = new InvalidOperationException("A bug.");
        Teller(LogEventLevel.Error).Tell(new DisconnectedEvent(new LimpetOutcome(LimpetEnd.Error, expected.Message, expected)));
        Teller(LogEventLevel.Error).Tell(new DisconnectedEvent(new LimpetOutcome(LimpetEnd.Error, fault.Message, fault)));

        Assert.Equal([null, fault], _log.Records.Select(record => record.Exception));
    }

    private EventTeller Teller(LogEventLevel level) => new(Logger(level), verbosity: 0, callback: null);

    private Logger Logger(LogEventLevel level) => new LoggerConfiguration().MinimumLevel.Is(level).WriteTo.Sink(_log).CreateLogger();

    // As a text log with {Message:l} shows it.
    private static string Rendered(LogEvent record)
    {
        var text = new StringBuilder();
        foreach (var token in record.MessageTemplate.Tokens)
        {
            text.Append(token is Serilog.Parsing.PropertyToken hole ? Plain(record.Properties[hole.PropertyName]) : token.ToString());
        }

        return text.ToString();
    }

    private static string Plain(LogEventPropertyValue value) => value is ScalarValue { Value: string text } ? text : value.ToString();

    private sealed class Collected : ILogEventSink
    {
        public List<LogEvent> Records { get; } = [];

        public void Emit(LogEvent logEvent) => Records.Add(logEvent);
    }
}
