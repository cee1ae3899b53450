using System.Management.Automation;

using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.PowerShell.Channels;
using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Messages;

namespace Limpet.PowerShell.Commands;

/// <summary>
/// Send-KbusMessage: sends an announcement, a Request (and waits for the Reply), the Reply to a Request from the pipeline, or a Stateful Request.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "KbusMessage", DefaultParameterSetName = KbusSet)]
[OutputType(typeof(KbusMessageInfo))]
[OutputType(typeof(MessageId))]
public sealed partial class SendKbusMessageCommand : KbusCmdlet
{
    private const string KbusSet = "Kbus";
    private const string KsockSet = "Ksock";
    private const string SocketSet = "Socket";
    private const string ReplySet = "Reply";

    private readonly List<byte> _pipedBytes = [];
    private MessageChannel? _opened;

    private bool IsRequest => Request || To is not null;

    private protected override void Begin()
    {
        if (AllOrWait && AllOrFail)
        {
            Refuse(ErrorId.BothAllOrWaitAndAllOrFail, ErrorCategory.InvalidArgument, Name, "-AllOrWait and -AllOrFail exclude each other; give one of them.");
        }

        if (NoWait && !IsRequest)
        {
            Refuse(ErrorId.NoWaitWithoutRequest, ErrorCategory.InvalidArgument, Name, "-NoWait is about the Reply, and an announcement has none; add -Request.");
        }

        RefuseHeld(Ksock);
        if (string.Equals(ParameterSetName, KbusSet, StringComparison.Ordinal))
        {
            _opened = Own(new Ksock(OpenBus(Kbus, Backend)));
            if (NoWait)
            {
                WriteWarning("The Ksock of this call closes with it, so the Reply will reach nobody. To read it later, send with -Ksock on one that Open-Ksock gives.");
            }
        }
    }

    private protected override void Process()
    {
        if (string.Equals(ParameterSetName, ReplySet, StringComparison.Ordinal))
        {
            if (InputObject is null)
            {
                Refuse(ErrorId.NothingToAnswer, ErrorCategory.InvalidArgument, target: null, "-Reply answers a Request, and there is none; pipe one that Get-KbusMessage -Replier took, or give it as -InputObject.");
            }

            OrReport(InputObject, () => Answer(InputObject));
        }
        else if (MyInvocation.ExpectingInput && Unwrap(Data) is byte one)
        {
            // Bytes come one by one through a pipeline, and whoever pipes them means them as one message.
            _pipedBytes.Add(one);
        }
        else
        {
            SendPipedBytes();
            OrReport(Name, () => Transmit(MessageData.From(Data)));
        }
    }

    private protected override void End() => SendPipedBytes();

    private void SendPipedBytes()
    {
        if (_pipedBytes.Count > 0)
        {
            byte[] data = [.. _pipedBytes];
            _pipedBytes.Clear();
            OrReport(Name, () => Transmit(data));
        }
    }

    private void Transmit(byte[] data)
    {
        var name = MessageName.Parse(Name);
        var message = To is not null ? KbusMessage.StatefulRequest(name, To.Message, data) : new KbusMessage(name, data);
        message = message with { Flags = message.Flags | DeliveryFlags() | (IsRequest ? MessageFlags.WantAReply : MessageFlags.None) };
        var channel = _opened ?? (MessageChannel?)Ksock ?? Socket!;
        if (IsRequest && !NoWait)
        {
            AskAndOutput(channel, message);
            return;
        }

        if (Deliver(channel, message) is not { } sent)
        {
            return;
        }

        if (PassThru)
        {
            WriteObject(new KbusMessageInfo(sent, channel));
        }
        else if (NoWait)
        {
            WriteObject(sent.Id);
        }
    }

    private void Answer(KbusMessageInfo request)
    {
        if (!request.WantsReply)
        {
            WriteError(ErrorRecords.Make(ErrorId.WantsNoReply, ErrorCategory.InvalidArgument, request,
                $"{request.Kind} {request.Id} '{request.Name}' is not ours to answer; a Request is taken with Get-KbusMessage -Replier."));
            return;
        }

        var channel = (MessageChannel?)Ksock ?? Socket ?? request.Channel;
        if (!channel.IsOpen)
        {
            WriteError(ErrorRecords.Make(ErrorId.ReplyKsockClosed, ErrorCategory.InvalidOperation, request,
                $"Request {request.Id} '{request.Name}' can no longer be answered: {channel.Description}, which took it, is closed. "
                + "Answer in the pipeline that takes it, or take it with -Ksock on one that Open-Ksock gives."));
            return;
        }

        if (!TryMakeAnswer(request, out var answer))
        {
            return;
        }

        var reply = KbusMessage.ReplyTo(request.Message, answer);
        if (Deliver(channel, reply with { Flags = DeliveryFlags() }) is { } sent && PassThru)
        {
            WriteObject(new KbusMessageInfo(sent, channel));
        }
    }

    private bool TryMakeAnswer(KbusMessageInfo request, out byte[] answer)
    {
        answer = [];
        if (Unwrap(Reply) is not ScriptBlock block)
        {
            answer = MessageData.From(Reply);
            return true;
        }

        try
        {
            var output = Run(block, request);
            answer = MessageData.From(output.Count == 1 ? output[0] : output);
            return true;
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException && !StopToken.IsCancellationRequested)
        {
            // One Request that the block cannot answer does not keep the next ones from being answered.
            WriteError(new ErrorRecord(failure.ErrorRecord, failure));
            return false;
        }
    }

    private KbusMessage? Deliver(MessageChannel channel, KbusMessage message)
    {
        KbusMessage? sent = null;
        WithinTime(message, cancellationToken => sent = channel.Send(message, cancellationToken));
        if (sent is not null)
        {
            TellOf(sent);
        }

        return sent;
    }

    private void AskAndOutput(MessageChannel channel, KbusMessage request)
    {
        var sent = request;
        KbusMessage? answer = null;
        var droppedBefore = channel.Dropped;
        var progress = new WaitProgress(this, $"Waiting for the Reply to '{Name}'", TimeoutSec);
        WithinTime(request, cancellationToken => answer = channel.Ask(request, told => TellOf(sent = told), progress.Tick, cancellationToken));
        progress.End();
        if (channel.Dropped > droppedBefore)
        {
            WriteWarning($"{channel.Dropped - droppedBefore} announcements that came to {channel.Description} while the Reply was waited for were dropped; it keeps {MessageChannel.MostSetAside}.");
        }

        if (answer is null)
        {
            return;
        }

        var info = new KbusMessageInfo(answer, channel);
        Session.Names.Add(info.Name);
        if (info.Kind == MessageKind.Status)
        {
            WriteError(StatusErrors.Describe(sent, info));
        }
        else if (ReplierError.Is(answer))
        {
            WriteError(StatusErrors.ReplierFailed(sent, info));
        }
        else
        {
            WriteObject(info);
        }
    }

    private void WithinTime(KbusMessage message, Action<CancellationToken> work)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        if (TimeoutSec > 0)
        {
            limit.CancelAfter(TimeSpan.FromSeconds(TimeoutSec));
        }

        try
        {
            work(limit.Token);
        }
        catch (KbusException refusal)
        {
            WriteError(ErrorRecords.Describe(refusal, message));
        }
        catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
        {
            WriteError(message.IsRequest
                ? ErrorRecords.Make(ErrorId.ReplyTimeout, ErrorCategory.OperationTimeout, Name, $"No Reply to '{message.Name}' came within {TimeoutSec} seconds.")
                : ErrorRecords.Make(ErrorId.SendTimeout, ErrorCategory.OperationTimeout, Name, $"'{message.Name}' could not be delivered to all within {TimeoutSec} seconds, and was given up."));
        }
    }

    private void TellOf(KbusMessage sent)
    {
        Session.Names.Add(sent.Name.Value);
        if (TellsVerbose)
        {
            WriteVerbose($"Sent {sent}.");
        }
    }

    private MessageFlags DeliveryFlags()
        => (Urgent ? MessageFlags.Urgent : MessageFlags.None)
            | (AllOrWait ? MessageFlags.AllOrWait : MessageFlags.None)
            | (AllOrFail ? MessageFlags.AllOrFail : MessageFlags.None);

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
