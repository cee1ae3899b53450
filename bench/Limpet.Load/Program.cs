using Limpet.Load;

if (args is ["role", var role, .. var rest])
{
    Roles.Play(role, rest);
    return 0;
}
for (var i = 0; i < 3; i++) { var h = PingPongScenario.Run(20000); Console.WriteLine($"{h.Microseconds(50)} {h.Microseconds(99)}"); }
return 0;
