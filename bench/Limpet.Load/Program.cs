using Limpet.Load.CommandLine;
using Limpet.Load.Roles;

if (args is [RolePlayer.Argument, var role, .. var rest])
{
    RolePlayer.Play(role, rest);
    return 0;
}

return LoadCommand.Create().Parse(args).Invoke();
