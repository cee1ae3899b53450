using Limpet.Load.CommandLine;
using Limpet.Load.Roles;
using Spectre.Console;

if (args is [RolePlayer.Argument, var role, .. var rest])
{
    RolePlayer.Play(role, rest);
    return 0;
}

if (Console.IsOutputRedirected)
{
    // A file has no width; the tables are made for a wide terminal.
    AnsiConsole.Profile.Width = 180;
}

return LoadCommand.Create().Parse(args).Invoke();
