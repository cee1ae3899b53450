<#
.SYNOPSIS
    Answers Requests on a bus with script blocks, until it is asked to stop.
.DESCRIPTION
    $.Demo.Time gives the time, $.Demo.Sum the sum of the numbers in the data, and $.Demo.Stop ends it. What goes wrong in a script block is an error to whoever asks:

        Send-KbusMessage -Kbus 0 '$.Demo.Sum' '1 2 three' -Request
.EXAMPLE
    pwsh -File examples/replier.ps1
.EXAMPLE
    dotnet run --project src/Limpet.Shell -- -File examples/replier.ps1 -Kbus 1
#>
param(
    [int] $Kbus = 0
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name Limpet)) {
    Import-Module -Name ([System.IO.Path]::GetFullPath([System.IO.Path]::Join($PSScriptRoot, '..', 'Limpet.psd1')))
}

$jobs = @()
try {
    $jobs += Register-KbusReplier -Kbus $Kbus '$.Demo.Time' { [datetime]::Now.ToString('o') }
    $jobs += Register-KbusReplier -Kbus $Kbus '$.Demo.Sum' {
        $sum = 0
        foreach ($number in $_.Text -split '\s+') {
            $sum += [double] $number
        }
        $sum
    }
    $jobs += Register-KbusReplier -Kbus $Kbus '$.Demo.Stop' { 'stopping' }
    $jobs | Out-Host

    while (-not $jobs[-1].Answered) {
        [System.Threading.Thread]::Sleep(100)
    }
}
finally {
    $jobs | Receive-Job -ErrorAction Continue
    $jobs | Remove-Job -Force
}
