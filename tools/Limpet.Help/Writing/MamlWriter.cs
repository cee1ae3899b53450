using System.Text;
using System.Xml;
using Limpet.Help.Facts;
using Limpet.Help.Model;

namespace Limpet.Help.Writing;

/// <summary>Writes help as Get-Help reads it (MAML). The same help gives the same bytes.</summary>
public static class MamlWriter
{
    private const string Maml = "http://schemas.microsoft.com/maml/2004/10";
    private const string Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private const string Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The file's text.</summary>
    public static byte[] Write(HelpSet help, IReadOnlyList<CommandFacts> commands)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
        {
            xml.WriteStartElement("helpItems", "http://msh");
            xml.WriteAttributeString("schema", "maml");
            foreach (var command in commands)
            {
                if (help.Of(command.Name) is { } text)
                {
                    WriteCommand(xml, help, text, command);
                }
            }
        }

        return bytes.ToArray();
    }

    private static void WriteCommand(XmlWriter xml, HelpSet help, CommandHelp text, CommandFacts facts)
    {
        xml.WriteStartElement("command", "command", Command);
        xml.WriteAttributeString("xmlns", "maml", null, Maml);
        xml.WriteAttributeString("xmlns", "dev", null, Dev);
        var dash = facts.Name.IndexOf('-', StringComparison.Ordinal);
        xml.WriteStartElement("details", Command);
        xml.WriteElementString("name", Command, facts.Name);
        WriteParagraphs(xml, "description", [text.Synopsis]);
        xml.WriteElementString("verb", Command, facts.Name[..dash]);
        xml.WriteElementString("noun", Command, facts.Name[(dash + 1)..]);
        xml.WriteEndElement();
        WriteParagraphs(xml, "description", text.Description);
        xml.WriteStartElement("syntax", Command);
        foreach (var set in facts.Sets)
        {
            xml.WriteStartElement("syntaxItem", Command);
            xml.WriteElementString("name", Maml, facts.Name);
            foreach (var name in set.Parameters)
            {
                MamlParameter.Write(xml, help.Of(text, name), facts.Parameter(name), set.Name);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("parameters", Command);
        foreach (var parameter in facts.Parameters)
        {
            MamlParameter.Write(xml, help.Of(text, parameter.Name), parameter, set: null);
        }

        xml.WriteEndElement();
        WriteTypes(xml, "inputTypes", "inputType", text.Inputs);
        WriteTypes(xml, "returnValues", "returnValue", text.Outputs);
        WriteExamples(xml, text.Examples);
        xml.WriteStartElement("relatedLinks", Command);
        foreach (var link in text.SeeAlso)
        {
            xml.WriteStartElement("navigationLink", Maml);
            xml.WriteElementString("linkText", Maml, link);
            xml.WriteElementString("uri", Maml, "");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteTypes(XmlWriter xml, string list, string item, IReadOnlyList<TypeHelp> types)
    {
        xml.WriteStartElement(list, Command);
        foreach (var type in types)
        {
            xml.WriteStartElement(item, Command);
            xml.WriteStartElement("type", Dev);
            xml.WriteElementString("name", Maml, type.Name);
            xml.WriteEndElement();
            WriteParagraphs(xml, "description", type.Text.Length > 0 ? [type.Text] : []);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteExamples(XmlWriter xml, IReadOnlyList<ExampleHelp> examples)
    {
        xml.WriteStartElement("examples", Command);
        for (var i = 0; i < examples.Count; i++)
        {
            xml.WriteStartElement("example", Command);
            xml.WriteElementString("title", Maml, $"-------- Example {i + 1}: {examples[i].Title} --------");

            // What is printed keeps its columns here alone; remarks are filled.
            xml.WriteElementString("code", Dev, examples[i].Code + (examples[i].Output is { } output ? "\n\n" + output : ""));
            xml.WriteStartElement("remarks", Dev);
            foreach (var paragraph in examples[i].Remarks)
            {
                xml.WriteElementString("para", Maml, paragraph);
            }

            // Keeps the next one apart.
            xml.WriteElementString("para", Maml, "");
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteParagraphs(XmlWriter xml, string element, IEnumerable<string> paragraphs)
    {
        xml.WriteStartElement(element, Maml);
        foreach (var paragraph in paragraphs)
        {
            xml.WriteElementString("para", Maml, paragraph);
        }

        xml.WriteEndElement();
    }
}
