using Limpet.Core.Bus.Hosting;
using Limpet.Core.Bus.Hosting.Members;
using Limpet.Core.Ksocks;
using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Hosting;

/// <summary>A Ksock that another process hosts, whose part a test plays.</summary>
public abstract class RemoteKsockTests : IDisposable
{
    private protected const byte Receive = (byte)MemberOperation.Receive;
    private protected const byte Wait = (byte)MemberOperation.Wait;
    private protected const byte WaitToSend = (byte)MemberOperation.WaitToSend;

    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StagedConnection _commands;

    private protected RemoteKsockTests()
    {
        Ksock = Host.Open(out _commands);
    }

    private protected StagedHost Host { get; } = new();

    private protected RemoteKsock Ksock { get; }

    /// <summary>The connection that opened the Ksock.</summary>
    private protected StagedConnection Commands => _commands;

    private protected CancellationTokenSource Cancel { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        Commands.Dispose();
        Ksock.Dispose();
        Host.Dispose();
        Cancel.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static async Task<Errno> Failed(Task waiting) => (await Assert.ThrowsAsync<KbusException>(() => waiting.WaitAsync(Patience))).Errno;
}
