using Limpet.Core.Limpets.Configuration.Checks;
using Limpet.Core.Limpets.Configuration.Types;
using Row = Limpet.Core.Limpets.Configuration.Tables.Property<Limpet.Core.Limpets.Configuration.LimpetConfig>;

namespace Limpet.Core.Limpets.Configuration.Tables;

/// <summary>What a config file holds.</summary>
internal static class RootTable
{
    public static readonly ObjectType<LimpetConfig> Type = new(
        "an object with the property 'limpets'",
        new LimpetConfig(),
        [
            Row.Maybe("$schema", new PlainTextType("the address or path of this schema"), "Where an editor finds this schema. The module makes no use of it.", config => config.Schema, (config, value) => config with { Schema = value }),
            Row.Required("limpets", new ListType<LimpetConfigEntry>(EntryTable.Type, "Limpets"), "The Limpets, in the order in which they are started.", config => config.Limpets, (config, value) => config with { Limpets = value }),
        ],
        BetweenEntries.Check);
}
