# Times the cmdlets on a bus that this session alone sees, several times, and says for each how many messages a second.
param([int] $Count = 100000, [int] $Runs = 5)

$ErrorActionPreference = 'Stop'
$null = New-KbusDevice -Kbus 0 -Private
$ksock = Open-Ksock -Kbus 0 -Name '$.Load.Number' -MaxMessages $Count
for ($run = 1; $run -le $Runs; $run++) {
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    1..$Count | Send-KbusMessage -Kbus 0 -Name '$.Load.Number'
    [System.Console]::Out.WriteLine("send $($watch.Elapsed.TotalSeconds)")

    $watch.Restart()
    $messages = @(Get-KbusMessage -Ksock $ksock -Count $Count)
    [System.Console]::Out.WriteLine("get $($watch.Elapsed.TotalSeconds)")
    if ($messages.Count -ne $Count -or $messages[-1].Text -ne "$Count") {
        throw "Of $Count messages $($messages.Count) came, the last of them '$($messages[-1].Text)'."
    }
}
