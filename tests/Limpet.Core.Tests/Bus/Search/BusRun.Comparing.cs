using Limpet.Core.Messages;

namespace Limpet.Core.Tests.Bus.Search;

/// <summary>What must be the same on both sides after every operation.</summary>
internal sealed partial class BusRun
{
    private void Agree(BusOperation operation, Errno engine, Errno model) => Agree<object?>(operation, engine, model, null, null);

    private void Agree<T>(BusOperation operation, Errno engineError, Errno modelError, T engine, T model)
    {
        // With any other error the values mean nothing.
        var withValue = modelError is Errno.None or Errno.EAGAIN;
        if (engineError != modelError || (withValue && !EqualityComparer<T>.Default.Equals(engine, model)))
        {
            throw new DisagreementException($"{operation}: the engine gives {engineError} {Text(engine)}, the model {modelError} {Text(model)}");
        }

        var reached = $"{operation.Kind} {modelError}";
        Reached[reached] = Reached.GetValueOrDefault(reached) + 1;
    }

    private static string Text<T>(T value) => value is KbusMessage message
        ? $"{message} flags 0x{(uint)message.Flags:X} extra {message.Extra} data {Convert.ToHexString(message.Data.Span[..Math.Min(64, message.Data.Length)])}"
        : value?.ToString() ?? "nothing";

    // Nobody may wait for news that does not come.
    private void CheckStirred(BusOperation operation, List<ISearchedKsock> wereEmpty)
    {
        if (_bus.TakeStirred() is not { } news)
        {
            return;
        }

        _stirred.UnionWith(_open.Select(pair => pair.Engine).Where(engine => news.Contains(engine.Id)));
        foreach (var (engine, model) in _open.Where(pair => wereEmpty.Contains(pair.Engine) && pair.Model.Queue.Count > 0))
        {
            Require(news.Contains(engine.Id), operation, () => $"Ksock {model.Id} became readable and was not stirred");
        }

        foreach (var (engine, model) in _open.Where(pair => pair.Model.Waiting is not null))
        {
            Require(
                _model.PeekRetry(model) is Errno.EAGAIN or Errno.ENOLCK || _stirred.Contains(engine),
                operation,
                () => $"the waiting send of Ksock {model.Id} can be tried again, and it was not stirred");
        }
    }

    private void CheckState(BusOperation operation)
    {
        if (_bus.State() is { } device)
        {
            var expected = new BusState(_model.SetAsideCount, _model.NextMessageSerial, _model.NextKsockId);
            Require(device == expected, operation, () => $"the engine's state is {device}, the model's {expected}");
        }

        Require(
            _bus.Bindings?.SequenceEqual(_model.Bindings) ?? true,
            operation,
            () => $"the engine's bindings are {string.Join(' ', _bus.Bindings!)}, the model's {string.Join(' ', _model.Bindings)}");
        foreach (var (engine, model) in _open)
        {
            _model.NumMessages(model, out var count);
            _model.Unreplied(model, out var unreplied);
            _model.LastSent(model, out var lastSent);
            var expected = new KsockState(count, unreplied, lastSent);
            var state = engine.State();
            Require(state == expected, operation, () => $"Ksock {model.Id} is {state}, in the model {expected}");
            if (engine.Inside() is { } inside)
            {
                var modelInside = new KsockInside(model.Queue.Count, model.Awaited.Count, model.Waiting is not null, model.MaxMessages);
                Require(inside == modelInside, operation, () => $"Ksock {model.Id} is inside {inside}, in the model {modelInside}");
            }
        }
    }

    private static void Require(bool holds, BusOperation operation, Func<string> otherwise)
    {
        if (!holds)
        {
            throw new DisagreementException($"{operation}: {otherwise()}");
        }
    }
}
