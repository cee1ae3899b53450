<#
.SYNOPSIS
    How to test firmware that speaks KBUS, with Pester: a bus of the test's own, a replier in place of a part that is not there, and waiting for what must come.
.DESCRIPTION
    The firmware here is a thermostat. It answers for $.Thermostat.Target, asks the sensor of each room by $.Sensor.ROOM, and says $.Heating.ROOM on or off.
    It is a Register-KbusReplier, so that the example runs anywhere; yours is a program on the bus.

    New-KbusDevice -Private makes bus 7 one that this session alone sees, also where there is a /dev/kbus7 or somebody uses another bus 7. It is gone with
    Remove-KbusDevice, with the module, or with the session.
.EXAMPLE
    Invoke-Pester examples/thermostat.Tests.ps1
#>

Describe 'The thermostat' {
    BeforeAll {
        if (-not (Get-Module -Name Limpet)) {
            Import-Module -Name ([System.IO.Path]::GetFullPath([System.IO.Path]::Join($PSScriptRoot, '..', 'Limpet.psd1')))
        }
        $null = New-KbusDevice -Kbus 7 -Private

        # What is tested.
        $thermostat = Register-KbusReplier -Kbus 7 '$.Thermostat.Target.%' {
            $room = $_.Name -replace '.*\.'
            $now = Send-KbusMessage -Kbus 7 "`$.Sensor.$room" -Request -ErrorAction Stop
            $state = if ([double] $now.Text -lt [double] $_.Text) { 'on' } else { 'off' }
            Send-KbusMessage -Kbus 7 "`$.Heating.$room" $state
            $state
        }

        # In place of the sensors.
        $sensors = Register-KbusReplier -Kbus 7 '$.Sensor.%' {
            switch -Wildcard ($_.Name) {
                '*.Kitchen' { 18.5 }
                '*.Bedroom' { 21 }
                default { throw "there is no sensor in '$_'" }
            }
        }
    }

    AfterAll {
        $thermostat, $sensors | Remove-Job -Force
        Remove-KbusDevice -Kbus 7
    }

    It 'turns the heating <state> where the <room> is to have 20 degrees' -ForEach @(
        @{ room = 'Kitchen'; state = 'on' }
        @{ room = 'Bedroom'; state = 'off' }
    ) {
        # Listens first and acts then, so that the announcement cannot be missed; it fails by itself when none comes.
        $heard = Wait-KbusMessage -Kbus 7 "`$.Heating.$room" -TimeoutSec 30 -While {
            $answer = Send-KbusMessage -Kbus 7 "`$.Thermostat.Target.$room" 20 -Request
        }

        $heard.Text | Should -Be $state
        $answer.Text | Should -Be $state
    }

    It 'says what is wrong where there is no sensor' {
        { Send-KbusMessage -Kbus 7 '$.Thermostat.Target.Attic' 20 -Request -ErrorAction Stop } | Should -Throw -ExpectedMessage '*there is no sensor*'
    }

    It 'is silent where nothing is asked of it' {
        { Wait-KbusMessage -Kbus 7 '$.Heating.*' -TimeoutSec 0.2 } | Should -Throw -ErrorId 'MessageTimeout*'
    }
}
