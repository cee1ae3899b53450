using Limpet.Load.Roles;

namespace Limpet.Load.Memory;

/// <summary>What a process had in memory.</summary>
/// <param name="Name">What it did.</param>
/// <param name="Memory">What it had.</param>
internal sealed record ProcessMemoryNow(string Name, MemoryNow Memory);
