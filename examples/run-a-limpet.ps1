<#
.SYNOPSIS
    Runs one Limpet until it ends, and prints what happens to it: what a service on a board would run.
.DESCRIPTION
    Ends when the termination message is read, or at Ctrl+C; with -Once also when the other Limpet closes. The exit code is 0 when it ended as it should and 1 when it failed.
.EXAMPLE
    dotnet run --project src/Limpet.Shell -- -File examples/run-a-limpet.ps1 -Kbus 0 -Listen unix:/tmp/l0 -TerminationMessage '$.Limpet.Stop'
.EXAMPLE
    pwsh -File examples/run-a-limpet.ps1 -Kbus 1 -Connect tcp:board2:4000 -MessageName '$.Sensors.*'
#>
[CmdletBinding(DefaultParameterSetName = 'Listen')]
param(
    [int] $Kbus = 0,
    [Parameter(Mandatory, ParameterSetName = 'Listen')] [string] $Listen,
    [Parameter(Mandatory, ParameterSetName = 'Connect')] [string] $Connect,
    [uint] $NetworkId,
    [string] $MessageName = '$.*',
    [string] $TerminationMessage,
    [int] $Verbosity = 1,
    [switch] $Once
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name Limpet)) {
    Import-Module -Name ([System.IO.Path]::GetFullPath([System.IO.Path]::Join($PSScriptRoot, '..', 'Limpet.psd1')))
}

$options = @{ Kbus = $Kbus; MessageName = $MessageName; Verbosity = $Verbosity }
foreach ($name in 'Listen', 'Connect', 'NetworkId', 'TerminationMessage') {
    if ($PSBoundParameters.ContainsKey($name)) {
        $options[$name] = $PSBoundParameters[$name]
    }
}

if ($Once) {
    $options[$(if ($Connect) { 'NoReconnect' } else { 'Once' })] = $true
}

$limpet = Start-Limpet @options
try {
    Receive-Job -Job $limpet -Wait | ForEach-Object { "{0:HH:mm:ss.fff} {1}" -f $_.At, $_.Text }
    $failed = $limpet.State -eq 'Failed'
}
finally {
    Remove-Job -Job $limpet -Force
}

exit [int] $failed
