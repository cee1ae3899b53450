using System.Globalization;

namespace Limpet.Load;

/// <summary>What this program does as the far side of a scenario.</summary>
internal static class Roles
{
    public static void Play(string role, string[] arguments)
    {
        switch (role)
        {
            case "echo":
                PingPongScenario.Echo(arguments[0]);
                break;
            case "listen":
                PairScenarios.Listen(arguments[0], int.Parse(arguments[1], CultureInfo.InvariantCulture));
                break;
            case "reply":
                PairScenarios.Reply(arguments[0]);
                break;
            case "rest":
                PairScenarios.Wait(arguments[0], arguments[1]);
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
