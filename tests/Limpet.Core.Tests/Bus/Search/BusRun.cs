using System.Globalization;
using Limpet.Core.Messages;
using Limpet.Core.Tests.Bus.Model;

namespace Limpet.Core.Tests.Bus.Search;

/// <summary>One sequence of operations on the engine and the model at once; throws <see cref="DisagreementException"/> where they differ.</summary>
internal sealed partial class BusRun
{
    private readonly ISearchedBus _bus;
    private readonly NaiveBus _model;
    private readonly (ISearchedKsock Engine, NaiveKsock Model)[] _slots = new (ISearchedKsock, NaiveKsock)[BusOperation.Slots];
    private readonly List<(ISearchedKsock Engine, NaiveKsock Model)> _open = [];
    private readonly List<KbusMessage> _requests = [];
    private readonly HashSet<ISearchedKsock> _stirred = [];
    private readonly bool _uniqueIds;
    private uint _counter;

    /// <param name="bus">The bus that is held to the model.</param>
    /// <param name="uniqueIds">Whether no two messages have the same id; else users choose ids that are taken, too.</param>
    /// <param name="lastSerial">The serial that the bus gave last.</param>
    /// <param name="lastKsock">The id of the Ksock that was opened last.</param>
    public BusRun(ISearchedBus bus, bool uniqueIds, uint lastSerial = 0, uint lastKsock = 0)
    {
        _bus = bus;
        _model = new NaiveBus(lastSerial: lastSerial, lastKsock: lastKsock);
        _uniqueIds = uniqueIds;
        for (var slot = 0; slot < BusOperation.Slots; slot++)
        {
            Open(slot, canWrite: true, maximum: (uint)(slot + 1));
        }
    }

    public AnswerBook Answers { get; } = new();

    /// <summary>How many operations gave each errno, and how often KBUS's own messages came; what a search must reach is read off here.</summary>
    public Dictionary<string, int> Reached { get; } = [];

    public int MostSetAside { get; private set; }

    public IReadOnlyList<(ISearchedKsock Engine, NaiveKsock Model)> OpenKsocks => _open;

    public void Do(BusOperation operation)
    {
        var (engine, model) = _slots[operation.Slot];
        var wasEmpty = _open.Where(pair => pair.Model.Queue.Count == 0).Select(pair => pair.Engine).ToList();
        switch (operation.Kind)
        {
            case BusOperationKind.Open:
                if (engine.IsClosed)
                {
                    Open(operation.Slot, canWrite: operation.Pick != 0, maximum: operation.Value);
                }

                break;
            case BusOperationKind.Close:
                Close(engine, model);
                break;
            case BusOperationKind.Bind:
                Agree(operation, engine.Bind(operation.Name, KindOf(operation)), _model.Bind(model, operation.Name, KindOf(operation)));
                break;
            case BusOperationKind.BindMany:
                BindMany(operation, engine, model);
                break;
            case BusOperationKind.Unbind:
                var (kind, bound) = ToUnbind(operation, model);
                Agree(operation, engine.Unbind(bound, kind), _model.Unbind(model, bound, kind));
                break;
            case BusOperationKind.FindReplier:
                Agree(operation, engine.FindReplier(operation.Name, out var found), _model.FindReplier(model, operation.Name, out var expected), found, expected);
                break;
            case BusOperationKind.Send:
                if (MessageName.TryParse(operation.Name, out var parsed, out _))
                {
                    Send(operation, engine, model, NewMessage(operation, parsed.IsWildcard && operation.Pick != 30 ? MessageName.Parse("$.A.B") : parsed));
                }

                break;
            case BusOperationKind.Reply:
                if (_requests.Count > 0)
                {
                    Send(operation, engine, model, NewReply(operation));
                }

                break;
            case BusOperationKind.SendAgain:
                SendAgain(operation, engine, model);
                break;
            case BusOperationKind.Discard:
                Answers.GivenUp(model);
                Agree(operation, engine.Discard(), _model.Discard(model));
                break;
            case BusOperationKind.Receive:
                Receive(operation, engine, model);
                break;
            case BusOperationKind.ReceiveAll:
                while (Receive(operation, engine, model))
                {
                    // Each call takes one.
                }

                break;
            case BusOperationKind.Poll:
                Poll(operation, engine, model);
                break;
            case BusOperationKind.MaxMessages:
                Agree(operation, engine.Set(KsockOperation.MaxMessages, operation.Value, out var most), _model.MaxMessages(model, operation.Value, out var modelMost), most, modelMost);
                break;
            case BusOperationKind.OnlyOnce:
                Agree(operation, engine.Set(KsockOperation.MessagesOnlyOnce, Switch(operation), out var once), _model.OnlyOnce(model, Switch(operation), out var modelOnce), once, modelOnce);
                break;
            case BusOperationKind.Verbose:
                Agree(operation, engine.Set(KsockOperation.Verbose, Switch(operation), out var verbose), _model.Verbose(model, Switch(operation), out var modelVerbose), verbose, modelVerbose);
                break;
            case BusOperationKind.Report:
                Agree(operation, engine.Set(KsockOperation.ReportReplierBinds, Switch(operation), out var report), _model.ReportReplierBinds(model, Switch(operation), out var modelReport), report, modelReport);
                break;
            case BusOperationKind.MaxMessageSize:
                var size = operation.Value switch { 0 => 0u, 1 => 1u, 2 => 99u, 3 => 409601u, 4 when operation.Pick == 0 => 100u, _ => 409600u };
                Agree(operation, engine.Set(KsockOperation.MaxMessageSize, size, out var limit), _model.MaxMessageSize(model, size, out var modelLimit), limit, modelLimit);
                break;
            default:
                throw new InvalidOperationException($"No such operation: {operation}");
        }

        MostSetAside = Math.Max(MostSetAside, _model.SetAsideCount);
        CheckStirred(operation, wasEmpty);
        CheckState(operation);
    }

    /// <summary>Empties every queue, comparing what is in it.</summary>
    public void DrainAll()
    {
        foreach (var (engine, model) in _open)
        {
            while (Receive(default, engine, model))
            {
                // Each call takes one.
            }
        }
    }

    /// <summary>Closes all Ksocks but one, which answers what it asked itself: now each Request that it ever sent has its one answer.</summary>
    public void FinishWith((ISearchedKsock Engine, NaiveKsock Model) survivor)
    {
        var (engine, model) = survivor;
        foreach (var other in _open.Where(pair => pair != survivor).ToList())
        {
            Close(other.Engine, other.Model);
        }

        Answers.GivenUp(model);
        Agree(default, engine.Discard(), _model.Discard(model));
        Agree(default, engine.Set(KsockOperation.ReportReplierBinds, 0, out _), _model.ReportReplierBinds(model, 0, out _));
        engine.Set(KsockOperation.MaxMessages, 100_000, out _);
        _model.MaxMessages(model, 100_000, out _);
        engine.Set(KsockOperation.MaxMessageSize, 409600, out _);
        _model.MaxMessageSize(model, 409600, out _);
        foreach (var (_, kind, name) in _model.Bindings.ToList())
        {
            Agree(default, engine.Unbind(name, kind), _model.Unbind(model, name, kind));
        }

        DrainAll();
        foreach (var request in _requests.Where(request => request.From == engine.Id && request.WantsYouToReply).ToList())
        {
            Send(default, engine, model, KbusMessage.ReplyTo(request));
        }

        DrainAll();
        if (Answers.NotAnsweredOnce(model).FirstOrDefault() is { } unanswered)
        {
            throw new DisagreementException(unanswered);
        }
    }

    public void Close(ISearchedKsock engine, NaiveKsock model)
    {
        engine.Close();
        _model.Close(model);
        _open.Remove((engine, model));
        _stirred.Remove(engine);
    }

    public bool Receive(BusOperation operation, ISearchedKsock engine, NaiveKsock model)
    {
        var error = engine.Receive(out var message);
        if (_model.Receive(model, out var expected) != Errno.None)
        {
            return false;
        }

        Agree(operation, error, Errno.None, message, expected);
        if (expected is null)
        {
            return false;
        }

        if (expected.Name.IsReserved)
        {
            Reached[expected.Name.Value] = Reached.GetValueOrDefault(expected.Name.Value) + 1;
        }

        Answers.Received(model, expected);
        if (expected.IsRequest)
        {
            _requests.Add(expected);
        }

        return true;
    }

    public void Send(BusOperation operation, ISearchedKsock engine, NaiveKsock model, KbusMessage message)
    {
        var wasWaiting = model.Waiting is not null;
        var error = engine.Send(message, out var id);
        var expected = _model.Send(model, message, out var modelId);
        Agree(operation, error, expected, id, modelId);
        if (!wasWaiting)
        {
            Answers.Sent(model, message, modelId, expected);
            _stirred.Remove(engine);
        }
    }

    public void Poll(BusOperation operation, ISearchedKsock engine, NaiveKsock model)
    {
        var error = engine.Poll(out var found);
        var expected = _model.Poll(model, out var events);
        Agree(operation, error, expected, found, events);
        if (expected == Errno.None)
        {
            _stirred.Remove(engine);
            if (model.Waiting is null)
            {
                Answers.Settled(model);
            }
        }
    }

    // Mostly something that is bound.
    private (BindingKind Kind, string Name) ToUnbind(BusOperation operation, NaiveKsock model)
    {
        var bound = _model.Bindings.Where(binding => binding.Ksock == model.Id).ToList();
        if (bound.Count == 0 || operation.Value == 0)
        {
            return (KindOf(operation), operation.Name);
        }

        var (_, kind, name) = bound[(int)(operation.Pick % bound.Count)];
        return (kind, name);
    }

    private static BindingKind KindOf(BusOperation operation) => operation.Pick % 2 == 0 ? BindingKind.Listener : BindingKind.Replier;

    private static uint Switch(BusOperation operation) => operation.Value switch { 0 or 1 => 0, 2 => uint.MaxValue, 3 => 2, _ => 1 };

    private void Open(int slot, bool canWrite, uint maximum)
    {
        var engine = _bus.Open(canWrite);
        var model = _model.Open(canWrite);
        _slots[slot] = (engine, model);
        _open.Add((engine, model));
        engine.Set(KsockOperation.MaxMessages, maximum, out _);
        _model.MaxMessages(model, maximum, out _);
        Agree(default, Errno.None, Errno.None, engine.Id, model.Id);
    }

    // With reports off, so that no listener can refuse; and then on, by a Ksock with room for the events of all that is bound.
    private void BindMany(BusOperation operation, ISearchedKsock engine, NaiveKsock model)
    {
        Agree(operation, engine.Set(KsockOperation.ReportReplierBinds, 0, out _), _model.ReportReplierBinds(model, 0, out _));
        for (var i = 0; i < 300; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"$.Many.N{operation.Pick}x{i}");
            Agree(operation, engine.Bind(name, BindingKind.Replier), _model.Bind(model, name, BindingKind.Replier));
        }

        Agree(operation, engine.Set(KsockOperation.MaxMessages, 100_000, out _), _model.MaxMessages(model, 100_000, out _));
        Agree(operation, engine.Set(KsockOperation.ReportReplierBinds, 1, out _), _model.ReportReplierBinds(model, 1, out _));
        while (Receive(operation, engine, model))
        {
            // Each call takes one.
        }

        Agree(operation, engine.Set(KsockOperation.MaxMessages, operation.Value, out _), _model.MaxMessages(model, operation.Value, out _));
    }

    private void SendAgain(BusOperation operation, ISearchedKsock engine, NaiveKsock model)
    {
        var error = engine.SendAgain(out var id);
        var expected = _model.SendAgain(model, out var modelId);
        Agree(operation, error, expected, id, modelId);
        if (expected == Errno.None)
        {
            Answers.Settled(model);
        }
        else if (expected != Errno.EAGAIN)
        {
            Answers.GivenUp(model);
        }

        _stirred.Remove(engine);
    }

    private KbusMessage NewMessage(BusOperation operation, MessageName name)
    {
        var id = (operation.Value, _uniqueIds) switch
        {
            (0, true) => new MessageId(2, ++_counter),
            (0, false) => new MessageId(2, (operation.Pick % 3) + 1),
            (1, _) => new MessageId(0, operation.Pick),
            _ => MessageId.None,
        };
        var data = operation.Pick == 31 ? new byte[409600] : operation.Pick % 4 == 0 ? [(byte)operation.Pick, 1, 2] : Array.Empty<byte>();
        return new KbusMessage(name, data)
        {
            Id = id,
            To = operation.Value == 2 ? SomeKsock(operation.Pick) : 0,
            OrigFrom = operation.Value == 3 ? new OriginId(operation.Pick, 7) : OriginId.None,
            Extra = operation.Value == 4 ? 99u : 0,
            Flags = operation.Flags,
            From = operation.Pick,
        };
    }

    // Mostly as it should be; sometimes to the wrong Ksock, of another Request, or a Request itself.
    private KbusMessage NewReply(BusOperation operation)
    {
        var request = _requests[_requests.Count - 1 - (int)(operation.Pick % Math.Min(6, _requests.Count))];
        var name = operation.Value == 5 && MessageName.TryParse(operation.Name, out var other, out _) ? other : request.Name;
        return KbusMessage.ReplyTo(request, new byte[] { 42 }) with
        {
            Name = name,
            To = operation.Value == 6 ? SomeKsock(operation.Pick) : request.From,
            Flags = operation.Value == 7 ? operation.Flags : operation.Flags & ~MessageFlags.WantAReply,
        };
    }

    private uint SomeKsock(uint pick) => pick % 7 == 6 ? 1_000_000 : _slots[pick % 7].Model.Id;
}
