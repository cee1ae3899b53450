using System.Globalization;
using System.Runtime.InteropServices;
using Limpet.Core.Messages;
using Limpet.Core.Native;

namespace Limpet.Core.Cuse.Files;

/// <summary>A file system of this process's in a directory that is made for it, for as long as this is there; of a process that was killed a dead mount stays.</summary>
internal sealed class FileMount : IDisposable
{
    private const string Door = "/dev/fuse";
    private const string FileSystem = "fuse.limpet";
    private const int RootMode = 0x4000 | 0x16D;

    private readonly string _directory;
    private readonly FuseChannel _channel;

    private FileMount(string directory, FuseChannel channel)
    {
        _directory = directory;
        _channel = channel;
    }

    /// <summary>Mounts it. Only for whoever knows that no living process of its kind has one there: a mount of that kind is a dead one, and is replaced.</summary>
    /// <param name="directory">Where; the directory that it is in must be there.</param>
    /// <param name="files">The files.</param>
    /// <param name="problem">Why it cannot be mounted; null where it is.</param>
    public static FileMount? TryMake(string directory, IReadOnlyList<ServedFile> files, out string? problem)
    {
        problem = Clear(directory);
        if (problem is not null)
        {
            return null;
        }

        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"the directory '{directory}' cannot be made: {e.Message}";
            return null;
        }

        var error = CuseCalls.Open(Door, out var file);
        if (error != Errno.None)
        {
            problem = $"'{Door}' does not open: {Describe(error)}";
            Remove(directory);
            return null;
        }

        var options = string.Create(
            CultureInfo.InvariantCulture,
            $"fd={(int)file!.DangerousGetHandle()},rootmode={Convert.ToString(RootMode, 8)},user_id=0,group_id=0,default_permissions,allow_other");
        error = MountCalls.Mount("limpet", directory, FileSystem, options);
        if (error != Errno.None)
        {
            problem = error == Errno.EPERM
                ? $"user {Libc.EffectiveUserId()} may not mount a file system (CAP_SYS_ADMIN)"
                : $"a file system cannot be mounted on '{directory}': {Describe(error)}";
            file.Dispose();
            Remove(directory);
            return null;
        }

        var channel = new FuseChannel(file, $"{directory} files", FileSession.BufferSize);
        channel.Start(new FileSession(files));
        return new FileMount(directory, channel);
    }

    /// <summary>Unmounts it; whoever has a file open gets an error from it.</summary>
    public void Dispose()
    {
        MountCalls.Unmount(_directory);
        _channel.Dispose();
        Remove(_directory);
    }

    // What is wrong with what is there, if anything.
    private static string? Clear(string directory)
    {
        while (MountTable.TypeAt(directory) is { } type)
        {
            if (!string.Equals(type, FileSystem, StringComparison.Ordinal))
            {
                return $"a file system of type {type} is mounted on '{directory}'";
            }

            if (MountCalls.Unmount(directory) is not Errno.None and var error)
            {
                return $"what a process that was killed has left mounted on '{directory}' cannot be unmounted: {Describe(error)}";
            }
        }

        return Libc.Stat(directory) is { IsDirectory: false } ? $"'{directory}' is there and is no directory" : null;
    }

    private static void Remove(string directory)
    {
        try
        {
            Directory.Delete(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody keeps something of his own in it.
        }
    }

    private static string Describe(Errno error) => Marshal.GetPInvokeErrorMessage((int)error);
}
