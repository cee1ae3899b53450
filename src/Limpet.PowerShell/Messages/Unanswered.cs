using Limpet.Core.Messages;

namespace Limpet.PowerShell.Messages;

/// <summary>What is said of Requests that were taken from a Ksock and not answered; KBUS answers them Ignored once it is closed.</summary>
internal static class Unanswered
{
    private const int MostNamed = 5;

    /// <summary>The sentence; null where there are none.</summary>
    public static string? Describe(IReadOnlyList<KbusMessage> requests)
        => requests.Count == 0
            ? null
            : $"{(requests.Count == 1 ? "1 Request was" : $"{requests.Count} Requests were")} taken and not answered, so those who asked are told Ignored: "
                + string.Join(", ", requests.Take(MostNamed).Select(request => $"{request.Id} '{request.Name}'"))
                + (requests.Count > MostNamed ? $" and {requests.Count - MostNamed} more." : ".");
}
