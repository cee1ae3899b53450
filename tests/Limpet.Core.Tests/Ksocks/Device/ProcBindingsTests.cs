using Limpet.Core.Ksocks;
using Limpet.Core.Ksocks.Device;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Hosting;

namespace Limpet.Core.Tests.Ksocks.Device;

/// <summary>kbus.md 7: <c>/proc/kbus/bindings</c>.</summary>
public sealed class ProcBindingsTests
{
    private const string Text = """
        # <device> is bound to <Ksock-ID> in <process-PID> as <Replier|Listener> for <message-name>
          0:        2    12345  R  $.Sensors.Kitchen
          0:        1     4711  L  $.*
        #
         12: 1234567890 123456789  L  $.KBUS.ReplierBindEvent

        """;

    [Fact]
    public void Each_line_that_is_no_comment_is_a_binding_in_the_order_of_the_lines()
    {
        ProcBinding[] expected =
        [
            new(0, 2, 12345, BindingKind.Replier, MessageName.Parse("$.Sensors.Kitchen")),
            new(0, 1, 4711, BindingKind.Listener, MessageName.Parse("$.*")),
            new(12, 1234567890, 123456789, BindingKind.Listener, MessageName.Parse("$.KBUS.ReplierBindEvent")),
        ];
        Assert.Equal(expected, ProcBindings.Parse(Text));
        Assert.Empty(ProcBindings.Parse(""));
    }

    [Fact]
    public void A_binding_is_written_as_it_is_read()
    {
        var lines = Text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToArray();
        Assert.Equal(lines, ProcBindings.Parse(Text).Select(ProcBindings.Format));
    }

    [Theory]
    [InlineData("  0:        2    12345  R", "expected 'DEVICE: KSOCK PID R|L NAME'")]
    [InlineData("  0         2    12345  R  $.A", "expected 'DEVICE: KSOCK PID R|L NAME'")]
    [InlineData("  0:        2    12345  R  $.A  $.B", "expected 'DEVICE: KSOCK PID R|L NAME'")]
    [InlineData("  0:        2    12345  R  $.A  $.B  $.C", "expected 'DEVICE: KSOCK PID R|L NAME'")]
    [InlineData("256:        2    12345  R  $.A", "the device is '256'; expected 0 to 255")]
    [InlineData("  0:       -2    12345  R  $.A", "the Ksock id is '-2'")]
    [InlineData("  0:        2      0x1  R  $.A", "the process id is '0x1'")]
    [InlineData("  0:        2    12345  r  $.A", "the kind is 'r'; expected R (replier) or L (listener)")]
    [InlineData("  0:        2    12345  R  $.A.", "'$.A.'")]
    public void A_line_that_is_none_is_named_with_what_is_wrong(string line, string expected)
    {
        var error = Assert.Throws<FormatException>(() => ProcBindings.Parse($"# comment\n{line}\n"));
        Assert.StartsWith($"Line 2 of the bindings is '{line}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_tells_of_all_devices_and_one_is_asked_about()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.At("bindings"), Text);
        Assert.Equal("$.KBUS.ReplierBindEvent", Assert.Single(ProcKbus.Bindings(12, directory.Path)).Name.Value);
        Assert.Equal(2, ProcKbus.Bindings(0, directory.Path).Count);
        Assert.Empty(ProcKbus.Bindings(1, directory.Path));
    }

    [Fact]
    public void Without_the_kernel_module_the_error_says_so()
    {
        using var directory = new TemporaryDirectory();
        foreach (var ask in new Action[] { () => ProcKbus.Bindings(0, directory.At("kbus")), () => ProcKbus.Stats(0, directory.Path) })
        {
            var error = Assert.Throws<KbusException>(ask);
            Assert.Equal(Errno.ENOENT, error.Errno);
            Assert.Contains("kernel module", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_of_another_format_is_an_error_that_names_it_and_the_line()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.At("bindings"), "hello\n");
        var error = Assert.Throws<KbusException>(() => ProcKbus.Bindings(0, directory.Path));
        Assert.Equal(Errno.EIO, error.Errno);
        Assert.Contains("Line 1 of the bindings is 'hello'", error.Message, StringComparison.Ordinal);
        Assert.Contains(directory.At("bindings"), error.Message, StringComparison.Ordinal);
    }
}
