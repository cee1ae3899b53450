using Limpet.Core.Messages;

namespace Limpet.Core.Ksocks;

/// <summary>A bus refused an operation, or is gone.</summary>
public sealed class KbusException : Exception
{
    /// <summary>A refusal with the text that <see cref="KbusErrorText"/> gives for it.</summary>
    /// <param name="errno">Why.</param>
    /// <param name="operation">What was asked.</param>
    /// <param name="device">Of which device.</param>
    /// <param name="subject">The name, value or message it was about, as text.</param>
    public KbusException(Errno errno, KsockOperation operation, int device, string? subject = null)
        : this(errno, operation, KbusErrorText.For(errno, operation, device, subject), device)
    {
    }

    /// <summary>A message that was refused.</summary>
    /// <param name="errno">Why.</param>
    /// <param name="message">The message.</param>
    /// <param name="device">By which device.</param>
    public KbusException(Errno errno, KbusMessage message, int device)
        : this(errno, KsockOperation.Send, KbusErrorText.ForSend(errno, message, device), device)
    {
    }

    /// <summary>A refusal with a text of its own.</summary>
    /// <param name="errno">Why.</param>
    /// <param name="operation">What was asked.</param>
    /// <param name="text">A sentence for people, without the errno's name.</param>
    /// <param name="device">Of which device.</param>
    /// <param name="inner">What lies below, if anything.</param>
    public KbusException(Errno errno, KsockOperation operation, string text, int device, Exception? inner = null)
        : base($"{text} ({KbusErrorText.NameOf(errno)})", inner)
    {
        Errno = errno;
        Operation = operation;
        Device = device;
    }

    /// <summary>Why.</summary>
    public Errno Errno { get; }

    /// <summary>What was asked.</summary>
    public KsockOperation Operation { get; }

    /// <summary>Of which device, 0 to 255.</summary>
    public int Device { get; }
}
