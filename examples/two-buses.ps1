<#
.SYNOPSIS
    Joins two buses with a pair of Limpets, and sends an announcement and a Request across.
.DESCRIPTION
    All in this one process, and nothing of it is left behind. On a machine without /dev/kbusN the buses are embedded ones.
.EXAMPLE
    pwsh -File examples/two-buses.ps1
.EXAMPLE
    dotnet run --project src/Limpet.Shell -- -File examples/two-buses.ps1
#>
param(
    [int] $Here = 0,
    [int] $There = 1
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name Limpet)) {
    Import-Module -Name ([System.IO.Path]::GetFullPath([System.IO.Path]::Join($PSScriptRoot, '..', 'Limpet.psd1')))
}

$directory = [System.IO.Directory]::CreateTempSubdirectory('limpet-').FullName
$limpets = @()
$ksocks = @()
try {
    "Two Limpets join bus $Here to bus ${There}:" | Out-Host
    $limpets += Start-Limpet -Kbus $Here -Listen "unix:$directory/l0"
    $limpets += Start-Limpet -Kbus $There -Connect "unix:$directory/l0"
    Get-Limpet | Out-Host

    "An announcement sent on bus $Here is heard on bus ${There}:" | Out-Host
    $listener = Open-Ksock -Kbus $There '$.Fred'
    $ksocks += $listener
    Send-KbusMessage -Kbus $Here '$.Fred' hello
    Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 10 | Out-Host

    # A replier on one bus is known on the other once its Limpet has bound the name there too, which KBUS announces.
    $watcher = Open-Ksock -Kbus $Here '$.KBUS.ReplierBindEvent'
    $replier = Open-Ksock -Kbus $There -Replier '$.Increment'
    $asker = Open-Ksock -Kbus $Here
    $ksocks += $watcher, $replier, $asker
    "A replier bound on bus $There is announced on bus ${Here}:" | Out-Host
    Get-KbusMessage -Ksock $watcher -Count 1 -TimeoutSec 10 | Out-Host

    "A Request asked on bus $Here is taken and answered on bus ${There}:" | Out-Host
    $id = Send-KbusMessage -Ksock $asker '$.Increment' 41 -Request -NoWait
    $request = Get-KbusMessage -Ksock $replier -Count 1 -TimeoutSec 10
    $request | Out-Host
    $request | Send-KbusMessage -Reply { 1 + $_.Text }

    "and the Reply to $id comes back to bus ${Here}:" | Out-Host
    Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 10 | Out-Host
}
finally {
    $ksocks | Close-Ksock
    $limpets | Stop-Limpet
    $limpets | Remove-Job
    [System.IO.Directory]::Delete($directory, $true)
}
