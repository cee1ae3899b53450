using Limpet.Shell;
using Limpet.Shell.Arguments;

// The engine would report the modules it loads to its makers.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

try
{
    return ShellRunner.Run(ArgumentParser.Parse(args));
}
catch (BadArgumentsException e)
{
    Console.Error.WriteLine(e.Message);
    return BadArgumentsException.ExitCode;
}
