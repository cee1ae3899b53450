using System.Reflection;
using System.Runtime.CompilerServices;

namespace Limpet.PowerShell.Errors;

/// <summary>
/// What scripts tell errors apart by. Every one that the module gives is here, and nothing else can make one; about_Limpet_Troubleshooting lists them. Where one failure has
/// many faults the id has a second word, as <c>Endpoint,AddressInUse</c> (<see cref="ErrorFamily"/>).
/// </summary>
internal sealed class ErrorId
{
    private ErrorId(string text) => Text = text;

    public static ErrorId BothAllOrWaitAndAllOrFail { get; } = Named();

    public static ErrorId CannotExport { get; } = Named();

    public static ErrorId Closed { get; } = Named();

    public static ErrorId ErrorSending { get; } = Named();

    public static ErrorId File { get; } = Named();

    public static ErrorId FileExists { get; } = Named();

    public static ErrorId InvalidValue { get; } = Named();

    public static ErrorId KeepWithoutRolling { get; } = Named();

    public static ErrorId KsockTaken { get; } = Named();

    public static ErrorId LimpetGaveUp { get; } = Named();

    public static ErrorId LimpetNotFound { get; } = Named();

    public static ErrorId LimpetTimeout { get; } = Named();

    public static ErrorId MeasuringFailed { get; } = Named();

    public static ErrorId MeasuringTimeout { get; } = Named();

    public static ErrorId MessageTimeout { get; } = Named();

    public static ErrorId NamesOnSocket { get; } = Named();

    public static ErrorId NetworkId { get; } = Named();

    public static ErrorId NoCertificate { get; } = Named();

    public static ErrorId NoLog { get; } = Named();

    public static ErrorId NoSuchBus { get; } = Named();

    public static ErrorId NotAsDevice { get; } = Named();

    public static ErrorId NotHostedHere { get; } = Named();

    public static ErrorId NothingArrived { get; } = Named();

    public static ErrorId NothingToAnswer { get; } = Named();

    public static ErrorId NothingToSet { get; } = Named();

    public static ErrorId NoWaitWithoutRequest { get; } = Named();

    public static ErrorId OtherLimpetGoneAway { get; } = Named();

    public static ErrorId PeerRefused { get; } = Named();

    public static ErrorId PrivateBusExists { get; } = Named();

    public static ErrorId ReplierDisappeared { get; } = Named();

    public static ErrorId ReplierError { get; } = Named();

    public static ErrorId ReplierGoneAway { get; } = Named();

    public static ErrorId ReplierIgnored { get; } = Named();

    public static ErrorId ReplierNotSameKsock { get; } = Named();

    public static ErrorId ReplierUnbound { get; } = Named();

    public static ErrorId ReplyKsockClosed { get; } = Named();

    public static ErrorId ReplyTimeout { get; } = Named();

    public static ErrorId ScriptBlockFromHere { get; } = Named();

    public static ErrorId SendTimeout { get; } = Named();

    public static ErrorId TooManyDevices { get; } = Named();

    public static ErrorId TurnedAway { get; } = Named();

    public static ErrorId UnknownStatus { get; } = Named();

    public static ErrorId UsingVariableNotSet { get; } = Named();

    public static ErrorId WantsNoReply { get; } = Named();

    /// <summary>All that have one word.</summary>
    public static IReadOnlyList<ErrorId> All { get; } =
        [.. typeof(ErrorId).GetProperties(BindingFlags.Static | BindingFlags.Public).Where(property => property.PropertyType == typeof(ErrorId)).Select(property => (ErrorId)property.GetValue(obj: null)!)];

    /// <summary>As it stands in the record, to which the engine adds the cmdlet.</summary>
    public string Text { get; }

    /// <summary>One of a family.</summary>
    public static ErrorId Of(ErrorFamily family, string member) => new($"{family.Name},{member}");

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static ErrorId Named([CallerMemberName] string name = "") => new(name);
}
