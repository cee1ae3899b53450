namespace Limpet.Core.Limpets.Endpoints;

/// <summary>The errors of bind(2) that have a message of their own.</summary>
internal enum LinuxError
{
    None = 0,
    NotPermitted = 1,
    NoEntry = 2,
    AccessDenied = 13,
    NotADirectory = 20,
    ReadOnly = 30,
    AddressInUse = 98,
}
