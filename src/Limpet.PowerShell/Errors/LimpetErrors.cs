using System.Management.Automation;

using Limpet.Core.Limpets;
using Limpet.Core.Limpets.Configuration;
using Limpet.Core.Limpets.Endpoints;
using Limpet.Core.Limpets.Transport.Tls;

namespace Limpet.PowerShell.Errors;

/// <summary>
/// The ErrorRecords for what a Limpet, its link or its endpoint could not do. A bad endpoint has the ErrorId <c>Endpoint,FAULT</c>, such as
/// <c>Endpoint,AddressInUse</c>; bytes that are no message <c>BadMessage,FIELD</c>; what is wrong between two sides of a TLS link <c>Tls,FAULT</c>, and with our
/// own certificate <c>Certificate,FAULT</c>.
/// </summary>
internal static class LimpetErrors
{
    /// <summary>The record; null for what no cmdlet can meet, which is a defect where one does.</summary>
    public static ErrorRecord? Describe(LimpetException failure, object? target) => failure switch
    {
        EndpointException endpoint => Make(ErrorFamily.Endpoint[endpoint.Fault], CategoryOf(endpoint.Fault), target ?? endpoint.Endpoint, failure),
        BadMessageException bad => Make(ErrorFamily.BadMessage[bad.Field], ErrorCategory.InvalidData, target, failure),
        GiveUpException => Make(ErrorId.LimpetGaveUp, ErrorCategory.ConnectionError, target, failure),
        LimpetTimeoutException => Make(ErrorId.LimpetTimeout, ErrorCategory.OperationTimeout, target, failure),
        TlsException tls => Make(ErrorFamily.Tls[tls.Fault], ErrorCategory.SecurityError, target, failure),
        CertificateException certificate => Make(ErrorFamily.Certificate[certificate.Fault], CategoryOf(certificate.Fault), certificate.Place, failure),
        PeerRefusedException => Make(ErrorId.PeerRefused, ErrorCategory.PermissionDenied, target, failure),
        TurnedAwayException => Make(ErrorId.TurnedAway, ErrorCategory.PermissionDenied, target, failure),
        NetworkIdException => Make(ErrorId.NetworkId, ErrorCategory.InvalidArgument, target, failure),
        OtherLimpetGoneAwayException => Make(ErrorId.OtherLimpetGoneAway, ErrorCategory.ConnectionError, target, failure),
        LimpetConfigException config => ConfigErrors.Describe(config, config.Errors[0]),
        LimpetOptionException option => Make(ErrorFamily.LimpetOption[option.Option], ErrorCategory.InvalidArgument, target, failure),
        _ => null,
    };

    /// <summary>There is no such Limpet.</summary>
    public static ErrorRecord NotFound(object target, string text) => ErrorRecords.Make(ErrorId.LimpetNotFound, ErrorCategory.ObjectNotFound, target, text);

    private static ErrorRecord Make(ErrorId errorId, ErrorCategory category, object? target, LimpetException failure) => new(failure, errorId.Text, category, target);

    private static ErrorCategory CategoryOf(CertificateFault fault) => fault switch
    {
        CertificateFault.NotFound => ErrorCategory.ObjectNotFound,
        CertificateFault.Unreadable => ErrorCategory.PermissionDenied,
        CertificateFault.Password => ErrorCategory.AuthenticationError,
        CertificateFault.Ambiguous => ErrorCategory.InvalidArgument,
        _ => ErrorCategory.InvalidData,
    };

    private static ErrorCategory CategoryOf(EndpointFault fault) => fault switch
    {
        EndpointFault.AddressInUse => ErrorCategory.ResourceExists,
        EndpointFault.AccessDenied => ErrorCategory.PermissionDenied,
        EndpointFault.NoDirectory or EndpointFault.UnknownHost => ErrorCategory.ObjectNotFound,
        EndpointFault.CannotListen => ErrorCategory.OpenError,
        _ => ErrorCategory.InvalidArgument,
    };
}
