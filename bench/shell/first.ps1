# Sends a message, and hears it: the first thing that somebody does in a new shell. Says when that was, on the clock that all processes share.
$ErrorActionPreference = 'Stop'
$null = New-KbusDevice -Kbus 0 -Private
$ksock = Open-Ksock -Kbus 0 -Name '$.Load.First'
'first' | Send-KbusMessage -Kbus 0 -Name '$.Load.First'
$message = Get-KbusMessage -Ksock $ksock -Count 1
if ($message.Text -ne 'first') {
    throw "The message that came says '$($message.Text)'."
}

[System.Console]::Out.WriteLine("first $([System.Diagnostics.Stopwatch]::GetTimestamp())")
