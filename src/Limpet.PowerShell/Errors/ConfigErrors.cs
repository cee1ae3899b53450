using System.Management.Automation;

using Limpet.Core.Limpets.Configuration;

namespace Limpet.PowerShell.Errors;

/// <summary>
/// The ErrorRecords for what is wrong with a config file, one a finding: the ErrorId is <c>LimpetConfig,FAULT</c>, such as <c>LimpetConfig,UnknownProperty</c>,
/// and the target the JSON path, or the file where it is about the file itself.
/// </summary>
internal static class ConfigErrors
{
    /// <summary>All of them, in the order of the file.</summary>
    public static IEnumerable<ErrorRecord> Describe(LimpetConfigException failure) => failure.Errors.Select(error => Describe(failure, error));

    /// <summary>One of them.</summary>
    public static ErrorRecord Describe(LimpetConfigException failure, LimpetConfigError error)
        => new(failure, ErrorFamily.LimpetConfig[error.Fault].Text, CategoryOf(error.Fault), error.Line == 0 ? failure.File : error.Path)
        {
            ErrorDetails = new ErrorDetails($"'{failure.File}': {error}"),
        };

    private static ErrorCategory CategoryOf(LimpetConfigFault fault) => fault switch
    {
        LimpetConfigFault.NotFound => ErrorCategory.ObjectNotFound,
        LimpetConfigFault.Unreadable => ErrorCategory.OpenError,
        LimpetConfigFault.NotUtf8 or LimpetConfigFault.Syntax => ErrorCategory.ParserError,
        LimpetConfigFault.WrongType => ErrorCategory.InvalidType,
        LimpetConfigFault.OutOfRange => ErrorCategory.LimitsExceeded,
        LimpetConfigFault.Certificate => ErrorCategory.SecurityError,
        LimpetConfigFault.NotApplicable or LimpetConfigFault.Conflict => ErrorCategory.InvalidOperation,
        _ => ErrorCategory.InvalidData,
    };
}
