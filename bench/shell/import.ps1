# Times the import of the module into a session that does not have it, in a process whose engine has started. The shell has the module in its first session, so
# this imports a copy of it into a second: its assemblies are loaded, and what they run is compiled, anew.
param([string] $Copy)

$ErrorActionPreference = 'Stop'
$session = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
$null = $session.AddCommand('Import-Module').AddParameter('Name', $Copy).AddParameter('ErrorAction', 'Stop')

# What opens the second session is not the module's.
$open = $session.Runspace.RunspaceStateInfo.State
if ("$open" -ne 'Opened') {
    throw "The second session is $open."
}

$watch = [System.Diagnostics.Stopwatch]::StartNew()
$null = $session.Invoke()
[System.Console]::Out.WriteLine("import $($watch.Elapsed.TotalSeconds)")
$session.Commands.Clear()
$imported = $session.AddCommand('Get-Command').AddParameter('Name', 'Send-KbusMessage').Invoke()
if ("$($imported.Source)" -ne 'Limpet') {
    throw "The second session has no Send-KbusMessage of the module: $($session.Streams.Error)"
}
