using Limpet.Core.Messages.InMemory;
using Limpet.Core.Native;

namespace Limpet.Core.Bus.Hosting;

/// <summary>Fetches what a pointy message points to, from the memory of this process, which wrote it (kbus.md 3.1).</summary>
internal static class OwnMemory
{
    /// <summary>The name and data; nothing where there are no pointers, or where they lead nowhere, which SEND then gives EFAULT for.</summary>
    public static (byte[] Name, byte[] Data) Fetch(PointyParts? pointers)
    {
        if (pointers is not { } parts)
        {
            return ([], []);
        }

        var name = new byte[parts.NameLength];
        var data = new byte[parts.DataLength];
        return Libc.TryReadOwnMemory(parts.NameAddress, name) && Libc.TryReadOwnMemory(parts.DataAddress, data) ? (name, data) : ([], []);
    }
}
