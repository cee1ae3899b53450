namespace Limpet.Core.Messages.InMemory;

/// <summary>
/// What a written pointy message leaves to be fetched from the writer's memory when it is sent (kbus.md 3.1).
/// </summary>
/// <param name="NameAddress">Where its name stands.</param>
/// <param name="NameLength">Bytes of name.</param>
/// <param name="DataAddress">Where its data stands; 0 where it has none.</param>
/// <param name="DataLength">Bytes of data.</param>
public readonly record struct PointyParts(ulong NameAddress, int NameLength, ulong DataAddress, int DataLength);
