namespace Limpet.Core.Cuse.Files;

/// <summary>Whether the files <c>bindings</c> and <c>stats</c> tell of the buses that are devices.</summary>
/// <param name="Directory">Where they are.</param>
/// <param name="ShownHere">Whether this process shows them.</param>
/// <param name="ShownElsewhere">Whether another one does, which this one takes over from when it ends.</param>
/// <param name="Problem">Why they cannot be shown by this process; null where nothing stands in the way.</param>
public sealed record BusFilesStatus(string Directory, bool ShownHere, bool ShownElsewhere, string? Problem);
