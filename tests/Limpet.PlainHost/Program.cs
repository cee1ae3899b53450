using System.Management.Automation;
using System.Management.Automation.Runspaces;

// The engine would report the modules it loads to its makers.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

using var shell = PowerShell.Create(InitialSessionState.CreateDefault2());
foreach (var item in shell.AddScript(args[0]).Invoke())
{
    Console.Out.WriteLine(item);
}

foreach (var error in shell.Streams.Error)
{
    Console.Error.WriteLine(error);
}

return shell.HadErrors ? 1 : 0;
