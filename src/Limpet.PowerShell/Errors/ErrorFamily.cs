using System.Reflection;

using Limpet.Core.Limpets.Configuration;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Transport.Tls;
using Limpet.Core.Messages;

namespace Limpet.PowerShell.Errors;

/// <summary>ErrorIds of two words, which have the first in common.</summary>
internal sealed class ErrorFamily
{
    private ErrorFamily(string name, Type? members = null) => (Name, Members) = (name, members is null ? [] : Enum.GetNames(members));

    /// <summary>The second word is the field that is none.</summary>
    public static ErrorFamily BadMessage { get; } = new(nameof(BadMessage));

    public static ErrorFamily Certificate { get; } = new(nameof(Certificate), typeof(CertificateFault));

    public static ErrorFamily Endpoint { get; } = new(nameof(Endpoint), typeof(EndpointFault));

    public static ErrorFamily KbusRefused { get; } = new(nameof(KbusRefused), typeof(Errno));

    public static ErrorFamily LimpetConfig { get; } = new(nameof(LimpetConfig), typeof(LimpetConfigFault));

    /// <summary>The second word is the option.</summary>
    public static ErrorFamily LimpetOption { get; } = new(nameof(LimpetOption));

    /// <summary>The second word is the errno's name, as the bus beyond the Limpet has it.</summary>
    public static ErrorFamily RemoteError { get; } = new(nameof(RemoteError));

    public static ErrorFamily Tls { get; } = new(nameof(Tls), typeof(TlsFault));

    /// <summary>All there are.</summary>
    public static IReadOnlyList<ErrorFamily> All { get; } =
        [.. typeof(ErrorFamily).GetProperties(BindingFlags.Static | BindingFlags.Public).Where(property => property.PropertyType == typeof(ErrorFamily)).Select(property => (ErrorFamily)property.GetValue(obj: null)!)];

    /// <summary>The first word.</summary>
    public string Name { get; }

    /// <summary>What the second word can be; none where that is not known beforehand.</summary>
    public IReadOnlyList<string> Members { get; }

    /// <summary>One of them.</summary>
    public ErrorId this[Enum member] => ErrorId.Of(this, member.ToString());

    /// <summary>One of them.</summary>
    public ErrorId this[string member] => ErrorId.Of(this, member);
}
