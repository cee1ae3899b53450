namespace Limpet.Core.Limpets.Transport.Tls;

/// <summary>Of the files that <see cref="TlsFiles"/> names one cannot be used.</summary>
public sealed class TlsFilesException : LimpetException
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="property">Which of them: <c>certificate</c>, <c>key</c>, <c>passwordFile</c> or <c>trustedCa</c>.</param>
    /// <param name="place">The file, or what was asked of the store.</param>
    /// <param name="expected">What is expected there.</param>
    /// <param name="message">All of it, as a sentence.</param>
    /// <param name="inner">What lies below, if anything.</param>
    public TlsFilesException(string property, string place, string expected, string message, Exception? inner = null)
        : base(message, inner)
        => (Property, Place, Expected) = (property, place, expected);

    /// <summary>Which of them: <c>certificate</c>, <c>key</c>, <c>passwordFile</c> or <c>trustedCa</c>.</summary>
    public string Property { get; }

    /// <summary>The file, or what was asked of the store.</summary>
    public string Place { get; }

    /// <summary>What is expected there.</summary>
    public string Expected { get; }
}
