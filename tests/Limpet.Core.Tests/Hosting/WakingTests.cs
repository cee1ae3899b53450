using Limpet.Core.Tests.Conformance;

namespace Limpet.Core.Tests.Hosting;

// What wakes threads is around the engine, and waits where the engine is changed: so these stand here, and tools/mutate.sh can do without them.
public sealed class EmbeddedWaking : WakingConformance<EmbeddedWorld>;

public sealed class SharedWaking : WakingConformance<SharedWorld>;
