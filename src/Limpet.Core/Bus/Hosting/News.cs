namespace Limpet.Core.Bus.Hosting;

/// <summary>Whom an operation on a bus has news for; told after its lock is left.</summary>
internal struct News
{
    private IKsockOwner? _first;
    private List<IKsockOwner>? _others;

    public void Add(IKsockOwner owner)
    {
        if (_first is null)
        {
            _first = owner;
        }
        else
        {
            (_others ??= []).Add(owner);
        }
    }

    public readonly void Tell()
    {
        _first?.Stirred();
        if (_others is not null)
        {
            foreach (var owner in _others)
            {
                owner.Stirred();
            }
        }
    }
}
