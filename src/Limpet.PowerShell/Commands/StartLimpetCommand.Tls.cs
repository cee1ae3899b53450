using System.Management.Automation;
using System.Security;

namespace Limpet.PowerShell.Commands;

/// <content>What is for tls: endpoints, which a socket that is connected and a config file have no use for.</content>
public sealed partial class StartLimpetCommand
{
    /// <inheritdoc/>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [ValidateNotNullOrEmpty]
    public override string? Certificate { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [ValidateNotNullOrEmpty]
    public override string? CertificateKey { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [ValidateNotNull]
    public override SecureString? CertificatePassword { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [ValidateNotNullOrEmpty]
    public override string[]? TrustedCa { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ListenSet)]
    [Parameter(ParameterSetName = ConnectSet)]
    [ValidateNotNullOrEmpty]
    public override string[]? PeerName { get; set; }
}
