using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Ksocks;

/// <summary>What people read when a bus refuses something.</summary>
public sealed class KbusErrorTextTests
{
    /// <summary>The refusals that kbus.md 4 and 5 name.</summary>
    public static TheoryData<KsockOperation, Errno> Refusals => new()
    {
        { KsockOperation.Bind, Errno.EBADMSG }, { KsockOperation.Bind, Errno.ENAMETOOLONG }, { KsockOperation.Bind, Errno.EADDRINUSE }, { KsockOperation.Bind, Errno.EAGAIN },
        { KsockOperation.Unbind, Errno.EINVAL }, { KsockOperation.Unbind, Errno.EAGAIN }, { KsockOperation.FindReplier, Errno.ENAMETOOLONG },
        { KsockOperation.Write, Errno.EBADF }, { KsockOperation.Write, Errno.EINVAL }, { KsockOperation.Write, Errno.ENAMETOOLONG },
        { KsockOperation.Write, Errno.EBADMSG }, { KsockOperation.Write, Errno.EMSGSIZE }, { KsockOperation.Write, Errno.EALREADY },
        { KsockOperation.Send, Errno.EBADF }, { KsockOperation.Send, Errno.EINVAL }, { KsockOperation.Send, Errno.ENOMSG }, { KsockOperation.Send, Errno.ENOLCK },
        { KsockOperation.Send, Errno.EADDRNOTAVAIL }, { KsockOperation.Send, Errno.ECONNREFUSED }, { KsockOperation.Send, Errno.EBUSY }, { KsockOperation.Send, Errno.EAGAIN },
        { KsockOperation.Send, Errno.EPIPE }, { KsockOperation.Send, Errno.EBADMSG }, { KsockOperation.Send, Errno.EMSGSIZE }, { KsockOperation.Send, Errno.EALREADY },
        { KsockOperation.Send, Errno.EFAULT }, { KsockOperation.MessagesOnlyOnce, Errno.EINVAL }, { KsockOperation.Verbose, Errno.EINVAL },
        { KsockOperation.ReportReplierBinds, Errno.EINVAL }, { KsockOperation.ReportReplierBinds, Errno.EBUSY }, { KsockOperation.NewDevice, Errno.EINVAL },
        { KsockOperation.MaxMessageSize, Errno.EINVAL }, { KsockOperation.Receive, Errno.ENODEV }, { KsockOperation.Receive, Errno.EBADF },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Each_refusal_has_a_text_of_its_own(KsockOperation operation, Errno errno)
    {
        foreach (var subject in new[] { "$.Subject.*", null })
        {
            var text = KbusErrorText.For(errno, operation, 7, subject);
            Assert.NotEqual(KbusErrorText.For(Errno.ENOTTY, operation, 7, subject), text);
            Assert.DoesNotContain(errno.ToString(), text, StringComparison.Ordinal);
            Assert.DoesNotContain("''", text, StringComparison.Ordinal);
            Assert.False(text.EndsWith('.'), "the errno's name follows");
        }
    }

    [Theory]
    [InlineData("$.A.", "before and after each dot")]
    [InlineData("$.KBUS.ReplierBindEvent", "KBUS itself sends it")]
    [InlineData("A", "must begin with $.")]
    public void A_bad_name_is_told_what_is_bad_about_it(string name, string says)
        => Assert.Contains(says, KbusErrorText.For(Errno.EBADMSG, KsockOperation.Bind, 0, name), StringComparison.Ordinal);

    [Fact]
    public void A_wildcard_that_is_sent_is_told_so()
        => Assert.Contains("wildcard", KbusErrorText.For(Errno.EBADMSG, KsockOperation.Send, 0, "$.A.*"), StringComparison.Ordinal);

    [Fact]
    public void A_long_name_is_told_its_length()
        => Assert.Contains("1234 bytes", KbusErrorText.For(Errno.ENAMETOOLONG, KsockOperation.Bind, 0, new string('x', 1234)), StringComparison.Ordinal);

    [Fact]
    public void An_exception_carries_the_errno_the_operation_and_the_device()
    {
        var error = new KbusException(Errno.EADDRINUSE, KsockOperation.Bind, 3, "$.Q");
        Assert.Equal((Errno.EADDRINUSE, KsockOperation.Bind, 3), (error.Errno, error.Operation, error.Device));
        Assert.Contains("'$.Q'", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("(EADDRINUSE)", error.Message, StringComparison.Ordinal);
    }
}
