using Limpet.Load.Device;

namespace Limpet.Load.Roles;

/// <summary>What this program does as another process of a scenario.</summary>
internal static class RolePlayer
{
    /// <summary>The first argument of such a process.</summary>
    public const string Argument = "role";

    public static void Play(string role, string[] arguments)
    {
        switch (role)
        {
            case RoleProcess.Role:
                ProgramRole.Play(arguments[0]);
                break;
            case "devices":
                DeviceRoles.Serve(arguments[0]);
                break;
            case "device-limpets":
                DeviceRoles.Join(arguments[0]);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(role), role, "There is no such role.");
        }
    }
}
