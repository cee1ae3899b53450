using System.Management.Automation;

using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Messages;
using Limpet.PowerShell.Repliers;

namespace Limpet.PowerShell.Jobs;

/// <content>
/// The workers. Each takes a Request when it has time for one, so that those nobody has time for stay in the bus's queue; another worker begins where
/// nobody waits for the next.
/// </content>
public sealed partial class ReplierJob
{
    private readonly Lock _taking = new();
    private int _waiting;

    // Called with the gate held.
    private void StartWorker()
    {
        var worker = new ScriptWorker(_script, this, _session);
        _workers.Add(worker);
        new Thread(() => Work(worker)) { IsBackground = true, Name = $"{Name} worker {_workers.Count}" }.Start();
    }

    private void Work(ScriptWorker worker)
    {
        try
        {
            worker.Open();
            while (TryTake(out var request))
            {
                Answer(worker, request);
            }
        }
        catch (Exception failure)
        {
            // The job's reason; a script's own failure never comes here, but for that of its initialization.
            if (!_stopping.IsCancellationRequested && failure is RuntimeException script)
            {
                JobStream.Add(Error, script.ErrorRecord);
            }

            End(failure);
        }

        worker.Dispose();
        lock (_gate)
        {
            _workers.Remove(worker);
            if (_workers.Count > 0)
            {
                return;
            }
        }

        Finish();
    }

    private bool TryTake(out KbusMessage request)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            lock (_taking)
            {
                _stopping.Token.ThrowIfCancellationRequested();
                request = _ksock.Receive(_stopping.Token);
            }
        }
        catch (Exception failure) when (_stopping.IsCancellationRequested && (failure is OperationCanceledException || IsBusGone(failure)))
        {
            request = null!;
            return false;
        }

        if (Interlocked.Decrement(ref _waiting) == 0)
        {
            lock (_gate)
            {
                if (_workers.Count < _mostWorkers && !_stopping.IsCancellationRequested)
                {
                    StartWorker();
                }
            }
        }

        return true;
    }

    private void Answer(ScriptWorker worker, KbusMessage request)
    {
        _session.Names.Add(request.Name.Value);
        if (!request.WantsYouToReply)
        {
            // A Ksock that was opened for more hears announcements too.
            return;
        }

        KbusMessage reply;
        try
        {
            var output = worker.Run(new KbusMessageInfo(request, _ksock));
            if (!_ksock.IsUnanswered(request.Id))
            {
                // The script has answered by itself, with Send-KbusMessage -Reply.
                Interlocked.Increment(ref _answered);
                return;
            }

            reply = KbusMessage.ReplyTo(request, ReplyData.From(output));
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            return;
        }
        catch (RuntimeException failure)
        {
            AnswerFailed(request, failure.ErrorRecord);
            return;
        }
        catch (FormatException failure)
        {
            AnswerFailed(request, ErrorRecords.Make(ErrorId.InvalidValue, ErrorCategory.InvalidArgument, request.Name.Value, failure.Message, failure));
            return;
        }

        try
        {
            _ksock.Send(reply, _stopping.Token);
            Interlocked.Increment(ref _answered);
        }
        catch (KbusException refusal) when (!IsBusGone(refusal))
        {
            AnswerFailed(request, ErrorRecords.Describe(refusal, reply));
        }
    }

    // Whoever asked hears that there will be no answer, unless that is nobody any more.
    private void AnswerFailed(KbusMessage request, ErrorRecord record)
    {
        Interlocked.Increment(ref _failed);
        JobStream.Add(Error, record);
        if (!_ksock.IsUnanswered(request.Id))
        {
            return;
        }

        var reply = ReplierError.ReplyTo(request, record.ErrorDetails?.Message ?? record.Exception.Message);
        try
        {
            _ksock.Send(reply, _stopping.Token);
        }
        catch (KbusException refusal) when (!IsBusGone(refusal))
        {
            JobStream.Add(Error, ErrorRecords.Describe(refusal, reply));
        }
    }
}
