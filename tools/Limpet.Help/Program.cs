using Limpet.Help;
using Limpet.Help.Facts;
using Limpet.Help.Reading;
using Limpet.Help.Writing;

// maml ASSEMBLY DOCS OUTPUT      writes what Get-Help reads
// update ASSEMBLY DOCS README    puts what the cmdlets themselves say into docs/cmdlets, and the table into the README; says what is missing
if (args is not (["maml" or "update", _, _, _]))
{
    Console.Error.WriteLine("Usage: Limpet.Help maml ASSEMBLY DOCS OUTPUT | Limpet.Help update ASSEMBLY DOCS README");
    return 64;
}

var (assembly, docs, target) = (args[1], args[2], args[3]);
try
{
    var help = HelpReader.ReadFolder(docs);
    var commands = ModuleFacts.Read(assembly);
    if (args[0].Is("maml"))
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        File.WriteAllBytes(target, MamlWriter.Write(help, commands));
        return 0;
    }

    foreach (var command in commands)
    {
        if (help.Of(command.Name) is { } text)
        {
            File.WriteAllText(text.Path, MarkdownUpdate.Apply(File.ReadAllText(text.Path), text, command));
        }
    }

    File.WriteAllText(target, ReadmeTable.Apply(File.ReadAllText(target), help));
    var problems = HelpCheck.Problems(help, commands).ToList();
    problems.ForEach(Console.Error.WriteLine);
    return problems.Count == 0 ? 0 : 1;
}
catch (Exception e) when (e is HelpFormatException or IOException or InvalidDataException)
{
    // A file and a line first: the build shows it as its own error.
    Console.Error.WriteLine(e.Message);
    return 1;
}
