using RadLine;

namespace Limpet.Shell.Prompting;

/// <summary>
/// Keys for the line editor, one at a time and without polling. The editor asks "is there a key?" in a loop with pauses, and between two
/// such questions the terminal echoes what is typed; so the question is answered by waiting for the key. Only right after a
/// key was read the answer is no: the editor would take all keys that wait, and those behind a line break belong to the next line.
/// </summary>
internal sealed class KeySource : IInputSource
{
    private ConsoleKeyInfo? _next;
    private bool _justRead;

    // A line break that is typed ahead or pasted submits its line.
    public bool ByPassProcessing => true;

    public bool IsKeyAvailable()
    {
        if (_justRead)
        {
            _justRead = false;
            return false;
        }

        _next ??= Console.ReadKey(intercept: true);
        return true;
    }

    public ConsoleKeyInfo ReadKey()
    {
        var key = _next ?? Console.ReadKey(intercept: true);
        _next = null;
        _justRead = true;
        return key;
    }
}
