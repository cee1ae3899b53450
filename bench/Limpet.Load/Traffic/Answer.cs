namespace Limpet.Load.Traffic;

/// <summary>The answer to a Request.</summary>
/// <param name="Request">What <see cref="IAsker.Ask"/> gave.</param>
/// <param name="IsReply">Whether the replier gave it; otherwise it is word that there will be none.</param>
internal readonly record struct Answer(long Request, bool IsReply);
