namespace Limpet.Core.Limpets.Endpoints;

/// <summary>What is wrong with an endpoint.</summary>
public enum EndpointFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The text is empty.</summary>
    Empty,

    /// <summary>The text is neither a path nor a host and a port.</summary>
    Malformed,

    /// <summary>There is a host and no port.</summary>
    NoPort,

    /// <summary>The port is none: not 1 to 65535.</summary>
    BadPort,

    /// <summary>The host is an IPv6 address out of its brackets, or <c>*</c> where one is needed to connect to.</summary>
    BadHost,

    /// <summary>The path has more bytes than a socket's address holds.</summary>
    PathTooLong,

    /// <summary>Something that is no socket stands at the path.</summary>
    NotASocket,

    /// <summary>The directory of the path does not exist.</summary>
    NoDirectory,

    /// <summary>This user may not do that there.</summary>
    AccessDenied,

    /// <summary>Somebody listens there already.</summary>
    AddressInUse,

    /// <summary>The address is not one of this machine, or cannot be listened on.</summary>
    CannotListen,

    /// <summary>The host does not resolve to an address.</summary>
    UnknownHost,
}
