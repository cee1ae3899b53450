Describe 'Completion' {
    BeforeDiscovery {
        $withKbus = 'Get-KbusBinding', 'Get-KbusDevice', 'Get-KbusMessage', 'Measure-Kbus', 'New-KbusDevice', 'Open-Ksock', 'Register-KbusReplier', 'Remove-KbusDevice', 'Send-KbusMessage', 'Set-KbusDevice',
            'Start-Limpet', 'Wait-KbusMessage'
        $withNames = 'Get-KbusMessage', 'Open-Ksock', 'Register-KbusReplier', 'Send-KbusMessage', 'Wait-KbusMessage', 'Get-KbusBinding'
    }

    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $bus = 75

        # What is offered at the end of a line, as it would be written there.
        function Get-Offered([string] $Line) {
            @([System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches).Where({ $_.ResultType -eq 'ParameterValue' })
        }
    }

    AfterAll {
        Exit-TestBus $before
    }

    Context 'of bus numbers' {
        BeforeAll {
            $ksock = Open-Ksock -Kbus $bus
            $null = New-KbusDevice -Kbus 76 -Private
        }

        AfterAll {
            Close-Ksock $ksock
            Remove-KbusDevice -Kbus 76
        }

        It 'offers the buses there are to <_> -Kbus' -ForEach $withKbus {
            $offered = (Get-Offered "$_ -Kbus ").CompletionText

            $offered | Should -Contain '75'
            $offered | Should -Contain '76'
        }

        It 'offers those that begin with what is typed' {
            (Get-Offered 'Open-Ksock -Kbus 76').CompletionText | Should -Be '76'
        }

        It 'says what each is' {
            $offered = Get-Offered 'Open-Ksock -Kbus 7'

            @($offered).Where({ $_.CompletionText -eq '75' }).ToolTip | Should -Be 'embedded bus 75'
            @($offered).Where({ $_.CompletionText -eq '76' }).ToolTip | Should -Be 'private bus 76'
        }

        It 'offers them to Measure-Kbus -To' {
            (Get-Offered 'Measure-Kbus 75 -To ').CompletionText | Should -Contain '76'
        }
    }

    Context 'of message names' {
        BeforeAll {
            # Bound in another session, so that this one has not seen them.
            $other = Start-InBackground @"
                `$k = Open-Ksock -Kbus $bus '`$.Other.Heard', '`$.Other.*' -Replier '`$.Other.Asked'
                `$l = Open-Ksock -Kbus 77 '`$.Elsewhere'
                Get-KbusMessage -Ksock `$l
"@
            Wait-Until 'the last binding' { (Get-KbusDevice -Kbus 77 -ErrorAction SilentlyContinue).Bindings -eq 1 }
        }

        AfterAll {
            $other.Shell.Stop()
            $null = Wait-Background $other
        }

        It 'offers the names bound on the bus to <_>' -ForEach $withNames {
            $offered = (Get-Offered "$_ -Kbus $bus -Name `$.Oth").CompletionText

            $offered | Should -Contain "'`$.Other.Asked'"
            $offered | Should -Contain "'`$.Other.Heard'"
            $offered | Should -Not -Contain "'`$.Elsewhere'"
        }

        It 'offers those of repliers first, and says what they are' {
            $offered = Get-Offered "Send-KbusMessage -Kbus $bus -Name `$.Oth"

            $offered[0].CompletionText | Should -Be "'`$.Other.Asked'"
            $offered[0].ToolTip | Should -Be "`$.Other.Asked, which a replier on bus $bus is bound to"
        }

        It 'offers wildcards for binding and not for sending' {
            (Get-Offered "Get-KbusMessage -Kbus $bus `$.Oth").CompletionText | Should -Contain "'`$.Other.*'"
            (Get-Offered "Send-KbusMessage -Kbus $bus `$.Oth").CompletionText | Should -Not -Contain "'`$.Other.*'"
        }

        It 'offers those of the bus that a Ksock is on' {
            $ksock = Open-Ksock -Kbus $bus
            $offered = (Get-Offered 'Wait-KbusMessage -Ksock $ksock $.Oth').CompletionText
            Close-Ksock $ksock

            $offered | Should -Contain "'`$.Other.Heard'"
        }

        It 'offers those of every bus where none is named' {
            (Get-Offered 'Get-KbusBinding $.Else').CompletionText | Should -Be "'`$.Elsewhere'"
        }

        It 'offers what was seen in this session too' {
            Send-KbusMessage -Kbus 78 '$.Seen.Here'

            (Get-Offered "Send-KbusMessage -Kbus $bus '`$.See").CompletionText | Should -Be "'`$.Seen.Here'"
        }

        It 'begins no bus' {
            $null = Get-Offered 'Send-KbusMessage -Kbus 79 $.'

            [System.IO.File]::Exists("$env:XDG_RUNTIME_DIR/limpet/kbus79.sock") | Should -BeFalse
        }
    }

    Context 'of network ids' {
        It 'offers one that is free first, and says whose the others are' {
            $endpoint = New-TestEndpoint
            $job = Start-Limpet -Kbus $bus -Listen $endpoint -NetworkId 3
            $offered = Get-Offered "Connect-LimpetSocket $endpoint -NetworkId "
            Remove-Job $job -Force

            $offered.CompletionText -join ' ' | Should -Be '4 1 2 3'
            $offered[3].ToolTip | Should -Be "the network of Limpet $($job.Id)"
        }
    }

    Context 'of groups' {
        It 'offers those of the system' {
            (Get-Offered 'New-KbusDevice 5 -AsDevice -Group roo').CompletionText | Should -Be "'root'"
        }
    }

    It 'waits for no host that does not answer' -Skip:(-not [System.IO.File]::Exists('/bin/kill')) {
        $process = Start-TestShell
        try {
            $null = Invoke-TestShell $process "`$env:XDG_RUNTIME_DIR = '$env:XDG_RUNTIME_DIR'; `$env:LIMPET_BACKEND = 'Embedded'; `$k = Open-Ksock -Kbus 80 '`$.Hung'"
            $null = [System.Diagnostics.Process]::Start('/bin/kill', "-STOP $($process.Id)").WaitForExit(30000)
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $offered = Get-Offered 'Send-KbusMessage -Kbus 80 $.Hun'

            @($offered).Count | Should -Be 0
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 4
        }
        finally {
            $null = [System.Diagnostics.Process]::Start('/bin/kill', "-CONT $($process.Id)").WaitForExit(30000)
            Stop-TestShell $process
        }
    }
}
