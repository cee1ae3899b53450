namespace Limpet.Load;

/// <summary>What can be measured.</summary>
internal enum ScenarioKind
{
    /// <summary>The bus engine alone, on one thread.</summary>
    Engine,

    /// <summary>Announcements between processes on one embedded bus.</summary>
    Bus,

    /// <summary>Announcements from a bus to another through a pair of Limpets, a process each.</summary>
    Pair,

    /// <summary>Announcements from the first of some buses in a row to the last, a process each.</summary>
    Chain,

    /// <summary>Announcements from the buses of many peers to the bus of the Limpet that serves them all.</summary>
    Star,

    /// <summary>Requests and their Replies, on one bus or over some buses in a row.</summary>
    Request,

    /// <summary>What a pair that does nothing has in memory.</summary>
    Rest,

    /// <summary>What a pair has in memory after more and more messages.</summary>
    Memory,

    /// <summary>C programs on <c>/dev/kbusN</c>, in a kernel booted for it.</summary>
    Device,
}
