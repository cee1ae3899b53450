using System.Xml;
using Limpet.Help.Facts;
using Limpet.Help.Model;

namespace Limpet.Help.Writing;

/// <summary>Writes a parameter, as one parameter set has it or as the cmdlet does.</summary>
internal static class MamlParameter
{
    private const string Maml = "http://schemas.microsoft.com/maml/2004/10";
    private const string Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private const string Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static void Write(XmlWriter xml, ParameterHelp? help, ParameterFacts facts, string? set)
    {
        var inSet = set is null ? null : facts.Sets.First(each => each.Set.Is(set));
        var position = inSet is null ? facts.Position : inSet.Position;
        xml.WriteStartElement("parameter", Command);
        xml.WriteAttributeString("required", Truth(inSet?.IsRequired ?? facts.IsRequired));
        xml.WriteAttributeString("variableLength", Truth(facts.Type.EndsWith("[]", StringComparison.Ordinal)));
        xml.WriteAttributeString("globbing", Truth(facts.Wildcards));
        xml.WriteAttributeString("pipelineInput", Pipeline(inSet?.ByValue ?? facts.ByValue, inSet?.ByPropertyName ?? facts.ByPropertyName));
        xml.WriteAttributeString("position", position?.ToString() ?? "named");
        xml.WriteAttributeString("aliases", facts.Aliases.Count > 0 ? string.Join(", ", facts.Aliases) : "none");
        xml.WriteElementString("name", Maml, facts.Name);
        xml.WriteStartElement("description", Maml);
        foreach (var paragraph in help?.Text ?? [])
        {
            xml.WriteElementString("para", Maml, paragraph);
        }

        xml.WriteEndElement();
        WriteValue(xml, facts, set);
        xml.WriteStartElement("type", Dev);
        xml.WriteElementString("name", Maml, facts.Type);
        xml.WriteElementString("uri", Maml, "");
        xml.WriteEndElement();
        xml.WriteElementString("defaultValue", Dev, facts.Default ?? (facts.IsSwitch ? "False" : "None"));
        xml.WriteEndElement();
    }

    // A switch in a line of syntax has no value; where a parameter is described its type is a value too.
    private static void WriteValue(XmlWriter xml, ParameterFacts facts, string? set)
    {
        if (set is not null && facts.Values.Count > 0)
        {
            xml.WriteStartElement("parameterValueGroup", Command);
            foreach (var value in facts.Values)
            {
                WriteOne(value, required: false);
            }

            xml.WriteEndElement();
        }
        else if (set is null || !facts.IsSwitch)
        {
            WriteOne(facts.Type, !facts.IsSwitch);
        }

        void WriteOne(string text, bool required)
        {
            xml.WriteStartElement("parameterValue", Command);
            xml.WriteAttributeString("required", Truth(required));
            xml.WriteAttributeString("variableLength", "false");
            xml.WriteString(text);
            xml.WriteEndElement();
        }
    }

    private static string Pipeline(bool byValue, bool byPropertyName)
        => (byValue, byPropertyName) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };

    private static string Truth(bool value) => value ? "true" : "false";
}
