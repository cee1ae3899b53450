BeforeDiscovery {
    . "$PSScriptRoot/Support.ps1"
    $noShell = -not (Find-TestShell)
}

Describe 'Get-KbusBinding' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $bus = 63
        $other = 64
        $command = 'Limpet.PowerShell.Commands.GetKbusBindingCommand'
    }

    AfterAll {
        Exit-TestBus $before
    }

    Context 'on buses that this session hosts' {
        BeforeAll {
            $first = Open-Ksock -Kbus $bus '$.Sensors.*', '$.Doors.Front'
            $second = Open-Ksock -Kbus $bus -Replier '$.Doors.Open'
            $third = Open-Ksock -Kbus $other '$.Doors.%'
        }

        AfterAll {
            $first, $second, $third | Close-Ksock
        }

        It 'gives the bindings of a bus, newest first' {
            $bindings = Get-KbusBinding -Kbus $bus

            $bindings.Name -join ' ' | Should -Be '$.Doors.Open $.Doors.Front $.Sensors.*'
        }

        It 'says of each who is bound, and as what' {
            $binding = @(Get-KbusBinding -Kbus $bus)[0]

            $binding.Kbus | Should -Be $bus
            $binding.Ksock | Should -Be $second.Id
            $binding.ProcessId | Should -Be $PID
            $binding.Kind | Should -Be 'Replier'
        }

        It 'opens no Ksock' {
            $null = Get-KbusBinding -Kbus $bus

            $next = Open-Ksock -Kbus $bus
            $next.Id | Should -Be ($second.Id + 1)
            Close-Ksock $next
        }

        It 'gives those of every bus where none is named' {
            $bindings = Get-KbusBinding

            $bindings.Kbus -join ' ' | Should -Be "$bus $bus $bus $other"
        }

        It 'finds <count> for <pattern>' -ForEach @(
            @{ pattern = '$.Doors.Open'; count = 1 }
            @{ pattern = '$.doors.open'; count = 1 }
            @{ pattern = '$.Doors.*'; count = 3 }
            @{ pattern = '*Front*'; count = 1 }
            @{ pattern = '$.Nothing'; count = 0 }
            @{ pattern = '$.Sensors.*', '$.Doors.%'; count = 2 }
        ) {
            @(Get-KbusBinding $pattern).Count | Should -Be $count
        }

        It 'gives listeners or repliers alone' {
            (Get-KbusBinding -Kbus $bus -Kind Replier).Name | Should -Be '$.Doors.Open'
            @(Get-KbusBinding -Kbus $bus -Kind Listener).Count | Should -Be 2
        }

        It 'takes buses from the pipeline' {
            @(Get-KbusDevice | Get-KbusBinding '$.Doors.*').Count | Should -Be 3
        }

        It 'gives nothing where nobody is bound' {
            $ksock = Open-Ksock -Kbus 65
            Get-KbusBinding -Kbus 65 | Should -BeNullOrEmpty
            Close-Ksock $ksock
        }

        It 'offers the names it has shown for completion' {
            $null = Get-KbusBinding -Kbus $bus

            $line = 'Send-KbusMessage -Kbus 63 $.Doors.O'
            $offered = [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches

            $offered.CompletionText | Should -Contain "'`$.Doors.Open'"
        }
    }

    Context 'on a bus that another process hosts' -Skip:$noShell {
        BeforeAll {
            $shell = Start-TestShell
            $null = Invoke-TestShell $shell '$ksock = Open-Ksock -Kbus 66 ''$.Theirs'' -Replier ''$.Theirs.Too'''
        }

        AfterAll {
            Stop-TestShell $shell
        }

        It 'gives the same, asked of that process' {
            $bindings = @(Get-KbusBinding -Kbus 66)

            $bindings.Name -join ' ' | Should -Be '$.Theirs.Too $.Theirs'
            $bindings[0].ProcessId | Should -Be $shell.Id
            $bindings[0].Kind | Should -Be 'Replier'
        }

        It 'and Get-KbusDevice names the process' {
            $device = Get-KbusDevice -Kbus 66

            $device.HostProcessId | Should -Be $shell.Id
            $device.IsHostedHere | Should -BeFalse
            $device.Bindings | Should -Be 2
        }
    }

    It 'says that there is no such bus' {
        $failure = Get-Failure { Get-KbusBinding -Kbus 67 -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be "NoSuchBus,$command"
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'says that there is no such device' -Skip:([System.IO.File]::Exists('/dev/kbus67')) {
        $failure = Get-Failure { Get-KbusBinding -Kbus 67 -Backend Device -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be "NoSuchBus,$command"
        "$failure" | Should -Be 'There is no /dev/kbus67.'
    }

    It 'goes on with the next bus after one that is none' {
        $ksock = Open-Ksock -Kbus 68 '$.Next'
        $found = @(@{ Kbus = 67 }, @{ Kbus = 68 }).ForEach({ [pscustomobject] $_ }) | Get-KbusBinding -ErrorAction SilentlyContinue

        $found.Name | Should -Be '$.Next'
        Close-Ksock $ksock
    }
}
