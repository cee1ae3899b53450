using System.Text;

namespace Limpet.Core.Limpets.Configuration;

/// <summary>Writes a file so that nobody ever sees a part of it.</summary>
internal static class WholeFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes it beside its place and moves it there, with mode 0600 whatever the umask.</summary>
    /// <exception cref="IOException">It is there already, or cannot be written; also <see cref="UnauthorizedAccessException"/>.</exception>
    public static void Write(string path, string text, bool overwrite)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a directory; expected a file.");
        }

        if (!overwrite && File.Exists(path))
        {
            throw new IOException($"The file '{path}' is there already.");
        }

        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"'{path}' cannot be written: the directory '{folder}' does not exist.");
        }

        var beside = Path.Join(folder, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
        try
        {
            using (var file = new FileStream(beside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            {
                File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
