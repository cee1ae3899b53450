using RadLine;

namespace Limpet.Shell.Prompting;

/// <summary>
/// Keys for the line editor, without polling. The editor asks "is there a key?" in a loop with pauses, and between two such questions
/// the terminal echoes what is typed. So the question is answered by waiting for the key, except right after one was read, when
/// the editor only wants to know whether more of a paste is there already.
/// </summary>
internal sealed class KeySource : IInputSource
{
    private ConsoleKeyInfo? _next;
    private bool _justRead;

    // A line break that is typed ahead or pasted submits its line.
    public bool ByPassProcessing => true;

    public bool IsKeyAvailable()
    {
        if (_next is null)
        {
            if (_justRead && !Console.KeyAvailable)
            {
                _justRead = false;
                return false;
            }

            _next = Console.ReadKey(intercept: true);
        }

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
