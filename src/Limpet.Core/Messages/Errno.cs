namespace Limpet.Core.Messages;

/// <summary>
/// The errors a bus gives, under their Linux names and with their Linux numbers, so that a number read from the
/// kernel, from another process or from the embedded bus means the same thing everywhere (kbus.md 4 and 5).
/// </summary>
public enum Errno
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>Operation not permitted.</summary>
    EPERM = 1,

    /// <summary>There is no such device or file.</summary>
    ENOENT = 2,

    /// <summary>The call was interrupted by a signal.</summary>
    EINTR = 4,

    /// <summary>Input or output failed below the bus.</summary>
    EIO = 5,

    /// <summary>There is no such device behind a file.</summary>
    ENXIO = 6,

    /// <summary>The handle is closed, or was not opened for what is asked of it.</summary>
    EBADF = 9,

    /// <summary>A recipient is full and the sender chose to wait (ALL_OR_WAIT), or a replier bind event has no room.</summary>
    EAGAIN = 11,

    /// <summary>No memory is left.</summary>
    ENOMEM = 12,

    /// <summary>Permission denied.</summary>
    EACCES = 13,

    /// <summary>A pointer led nowhere.</summary>
    EFAULT = 14,

    /// <summary>A recipient that must receive the message is full.</summary>
    EBUSY = 16,

    /// <summary>There is a device of that number already.</summary>
    EEXIST = 17,

    /// <summary>The device is gone: its host ended, or it was removed.</summary>
    ENODEV = 19,

    /// <summary>A value is out of its range, or a message is malformed or not whole.</summary>
    EINVAL = 22,

    /// <summary>The process has no file descriptor left.</summary>
    EMFILE = 24,

    /// <summary>No such operation.</summary>
    ENOTTY = 25,

    /// <summary>A Stateful Request names a Ksock that is not the replier.</summary>
    EPIPE = 32,

    /// <summary>A process would wait for itself: it uses a device that it serves.</summary>
    EDEADLK = 35,

    /// <summary>A name is longer than 1000 bytes.</summary>
    ENAMETOOLONG = 36,

    /// <summary>The sender has no room for the Reply in its own queue.</summary>
    ENOLCK = 37,

    /// <summary>Nothing like it is done here.</summary>
    ENOSYS = 38,

    /// <summary>SEND without a written message.</summary>
    ENOMSG = 42,

    /// <summary>A name is malformed, or a wildcard where a plain name is needed.</summary>
    EBADMSG = 74,

    /// <summary>A message is longer than the device allows, or goes on after its end.</summary>
    EMSGSIZE = 90,

    /// <summary>Another replier is bound to that very name.</summary>
    EADDRINUSE = 98,

    /// <summary>A Request has no replier, or a Reply's recipient is gone.</summary>
    EADDRNOTAVAIL = 99,

    /// <summary>Nobody awaits this Reply.</summary>
    ECONNREFUSED = 111,

    /// <summary>A send is waiting already.</summary>
    EALREADY = 114,
}
