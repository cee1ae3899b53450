using System.Text;

namespace Limpet.Shell.Prompting;

/// <summary>
/// The commands of earlier sessions: a text file that only its owner may read, a command a line, newest last. The lines of a longer command
/// end with a backtick, as in the history of pwsh.
/// </summary>
public sealed class HistoryFile
{
    private const int Kept = 1000;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly Action<string> _warn;
    private readonly List<string> _entries = [];
    private bool _writable = true;

    /// <summary>Reads the file at <paramref name="path"/>, if there is one. What goes wrong with it is told to <paramref name="warn"/>, once.</summary>
    public HistoryFile(string path, Action<string> warn)
    {
        _path = path;
        _warn = warn;
        Try(Load);
    }

    /// <summary>The file in the user's state folder: <c>$XDG_STATE_HOME/limpet/history</c>, else <c>~/.local/state/limpet/history</c>.</summary>
    public static string DefaultPath
    {
        get
        {
            var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            if (string.IsNullOrEmpty(state) || !Path.IsPathRooted(state))
            {
                state = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
            }

            return Path.Combine(state, "limpet", "history");
        }
    }

    /// <summary>The commands, oldest first.</summary>
    public IReadOnlyList<string> Entries => _entries;

    /// <summary>Adds a command, unless it is the last one again or begins with a blank.</summary>
    public void Add(string command)
    {
        if (string.IsNullOrWhiteSpace(command) || command[0] == ' ' || string.Equals(_entries.LastOrDefault(), command, StringComparison.Ordinal))
        {
            return;
        }

        _entries.Add(command);
        Try(() => Write(FileMode.Append, [command]));
    }

    private void Load()
    {
        if (!File.Exists(_path))
        {
            return;
        }

        var command = new StringBuilder();
        foreach (var line in File.ReadLines(_path))
        {
            if (line.EndsWith('`'))
            {
                command.Append(line.AsSpan(0, line.Length - 1)).Append('\n');
                continue;
            }

            _entries.Add(command.Append(line).ToString());
            command.Clear();
        }

        if (_entries.Count > 2 * Kept)
        {
            _entries.RemoveRange(0, _entries.Count - Kept);
            Write(FileMode.Create, _entries);
        }
    }

    private void Write(FileMode mode, IEnumerable<string> commands)
    {
        CreateFolder(Path.GetDirectoryName(_path)!);
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var writer = new StreamWriter(_path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), options);
        foreach (var command in commands)
        {
            writer.Write(command.ReplaceLineEndings("`\n") + "\n");
        }
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private void Try(Action action)
    {
        if (!_writable)
        {
            return;
        }

        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _writable = false;
            _warn($"The history is not kept: {e.Message}");
        }
    }
}
