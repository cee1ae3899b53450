using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Limpet.Shell.Hosting;

/// <summary>What the engine asks the user: values of mandatory parameters, choices such as those of <c>-Confirm</c>, secrets.</summary>
internal sealed partial class ShellHostUI
{
    public override string ReadLine()
    {
        RefuseToAsk("a line of input");
        return Console.In.ReadLine() ?? throw new HostException("Standard input ended where a line was expected.");
    }

    public override SecureString ReadLineAsSecureString()
    {
        RefuseToAsk("a secret");
        if (!ShellTerminal.IsInteractive)
        {
            throw new HostException("A secret is read from a terminal alone, and standard input or output is none.");
        }

        var secret = new SecureString();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                if (secret.Length > 0)
                {
                    secret.RemoveAt(secret.Length - 1);
                }
            }
            else if (!char.IsControl(key.KeyChar))
            {
                secret.AppendChar(key.KeyChar);
            }
        }

        WriteLine();
        secret.MakeReadOnly();
        return secret;
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        ArgumentNullException.ThrowIfNull(descriptions);
        RefuseToAsk($"a value for {string.Join(", ", descriptions.Select(d => d.Name))}");
        WriteHeading(caption, message);
        var answers = new Dictionary<string, PSObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in descriptions)
        {
            answers[field.Name] = PSObject.AsPSObject(Ask(field));
        }

        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        ArgumentNullException.ThrowIfNull(choices);
        RefuseToAsk("a choice");
        WriteHeading(caption, message);
        var labels = choices.Select(c => HotKey.Of(c.Label)).ToArray();
        while (true)
        {
            Write(string.Join("  ", labels.Select(l => $"[{l.Key}] {l.Text}")) + "  [?] Help");
            Write(defaultChoice >= 0 ? $" (default is \"{labels[defaultChoice].Key}\"): " : ": ");
            var answer = ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            var index = Array.FindIndex(labels, l => l.IsMeantBy(answer));
            if (index >= 0)
            {
                return index;
            }

            if (answer is "?")
            {
                for (var i = 0; i < choices.Count; i++)
                {
                    WriteLine($"{labels[i].Key} - {choices[i].HelpMessage}");
                }
            }
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
    {
        RefuseToAsk("a credential");
        WriteHeading(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            Write("User: ");
            userName = ReadLine();
        }

        Write($"Password for user {userName}: ");
        return new PSCredential(userName, ReadLineAsSecureString());
    }

    private object? Ask(FieldDescription field)
    {
        var type = LanguagePrimitives.TryConvertTo<Type>(field.ParameterAssemblyFullName, out var exact) ? exact
            : LanguagePrimitives.TryConvertTo<Type>(field.ParameterTypeFullName, out var named) ? named : typeof(string);
        if (type == typeof(SecureString))
        {
            Write($"{field.Name}: ");
            return ReadLineAsSecureString();
        }

        if (!type.IsArray)
        {
            Write($"{field.Name}: ");
            return LanguagePrimitives.ConvertTo(ReadLine(), type, System.Globalization.CultureInfo.CurrentCulture);
        }

        var items = new List<string>();
        while (true)
        {
            Write($"{field.Name}[{items.Count}]: ");
            var item = ReadLine();
            if (item.Length == 0)
            {
                return LanguagePrimitives.ConvertTo(items.ToArray(), type, System.Globalization.CultureInfo.CurrentCulture);
            }

            items.Add(item);
        }
    }

    private void WriteHeading(string caption, string message)
    {
        foreach (var line in new[] { caption, message }.Where(l => !string.IsNullOrEmpty(l)))
        {
            WriteLine(line);
        }
    }

    private void RefuseToAsk(string what)
    {
        ClearProgress();
        if (nonInteractive)
        {
            throw new HostException($"The command asks for {what}, and the shell runs with -NonInteractive. Give it as a parameter.");
        }
    }
}
