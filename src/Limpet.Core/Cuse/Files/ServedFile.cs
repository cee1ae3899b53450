namespace Limpet.Core.Cuse.Files;

/// <summary>A file whose text is made when it is opened.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Make">Makes the text as it is at that moment.</param>
internal sealed record ServedFile(string Name, Func<byte[]> Make);
