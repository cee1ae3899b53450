Describe 'Get-KbusMessage' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $bus = 43
        $command = 'Limpet.PowerShell.Commands.GetKbusMessageCommand'
    }

    AfterAll {
        Exit-TestBus $before
    }

    Context 'on a Ksock that is open' {
        BeforeEach {
            $ksock = Open-Ksock -Kbus $bus '$.S.*'
        }

        AfterEach {
            Close-Ksock $ksock -WarningAction SilentlyContinue
        }

        It 'gives the messages in the order they were sent' {
            1..20 | Send-KbusMessage -Kbus $bus '$.S.N'

            (Get-KbusMessage -Ksock $ksock -Count 20 -TimeoutSec 30).Text -join ' ' | Should -Be ((1..20) -join ' ')
        }

        It 'leaves what is over -Count for the next call' {
            1..3 | Send-KbusMessage -Kbus $bus '$.S.N'

            (Get-KbusMessage -Ksock $ksock -Count 1).Text | Should -Be '1'
            (Get-KbusMessage -Ksock $ksock -Count 2).Text -join ' ' | Should -Be '2 3'
        }

        It 'ends at once when Select-Object has enough' {
            1..3 | Send-KbusMessage -Kbus $bus '$.S.N'

            (Get-KbusMessage -Ksock $ksock | Select-Object -First 1).Text | Should -Be '1'
            $ksock.Queued | Should -Be 2
        }

        It 'ends quietly after -TimeoutSec' {
            Get-KbusMessage -Ksock $ksock -TimeoutSec 0.05 -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'gives what waits now with -TimeoutSec 0' {
            1..3 | Send-KbusMessage -Kbus $bus '$.S.N'

            (Get-KbusMessage -Ksock $ksock -TimeoutSec 0).Text -join ' ' | Should -Be '1 2 3'
        }

        It 'binds further names, once, and keeps them' {
            $null = Get-KbusMessage -Ksock $ksock '$.Other' -TimeoutSec 0
            $null = Get-KbusMessage -Ksock $ksock '$.Other' -TimeoutSec 0
            Send-KbusMessage -Kbus $bus '$.Other' x

            $ksock.Names -join ' ' | Should -Be '$.Other $.S.*'
            @(Get-KbusMessage -Ksock $ksock -TimeoutSec 0).Count | Should -Be 1
        }

        It 'takes the Ksock from the pipeline' {
            Send-KbusMessage -Kbus $bus '$.S.N' x

            ($ksock | Get-KbusMessage -Count 1 -TimeoutSec 30).Text | Should -Be 'x'
        }
    }

    Context 'a message' {
        BeforeAll {
            $ksock = Open-Ksock -Kbus $bus '$.M'
            $sent = Send-KbusMessage -Kbus $bus '$.M' 'hi' -Urgent -PassThru
            $message = Get-KbusMessage -Ksock $ksock -Count 1 -TimeoutSec 30
            Send-KbusMessage -Kbus $bus '$.M' ([byte[]] (0xff, 0xfe))
            $binary = Get-KbusMessage -Ksock $ksock -Count 1 -TimeoutSec 30
            Close-Ksock $ksock
        }

        It 'has an id that prints as network:serial' {
            "$($message.Id)" | Should -Match '^0:[0-9]+$'
        }

        It 'says who sent it' {
            $message.From | Should -Be $sent.From
            $message.To | Should -Be 0
            $message.OriginallyFrom | Should -BeNullOrEmpty
            $message.FinallyTo | Should -BeNullOrEmpty
        }

        It 'has its flags' {
            "$($message.Flags)" | Should -Be 'Urgent'
        }

        It 'shows its data as bytes and as text' {
            $message.Data -join ' ' | Should -Be '104 105'
            $message.Text | Should -Be 'hi'
        }

        It 'has no text where its data is none' {
            $binary.Text | Should -BeNullOrEmpty
            $binary.Data.Count | Should -Be 2
        }

        It 'says when it was read' {
            ([datetime]::Now - $message.ReceivedAt).TotalMinutes | Should -BeLessThan 5
        }

        It 'shows data of <data> in <width> characters as <shown>' -ForEach @(
            @{ data = 'hello'; width = 20; shown = 'hello' }
            @{ data = 'hello world'; width = 8; shown = "hello w$([char]0x2026)" }
            @{ data = [byte[]] (0, 0x1f, 0x40, 7); width = 22; shown = '00 1f 40 07 (4 bytes)' }
            @{ data = [byte[]] (0, 0x1f, 0x40, 7); width = 19; shown = "00 1f$([char]0x2026) (4 bytes)" }
            @{ data = [byte[]] (9); width = 20; shown = '09 (1 byte)' }
            @{ data = ''; width = 20; shown = '' }
        ) {
            (Send-KbusMessage -Kbus $bus '$.M' $data -PassThru).DataToString($width) | Should -Be $shown
        }
    }

    Context 'with -Replier' {
        It 'has its Request answered in the pipeline, from the Ksock that took it' {
            $pipeline = Start-InBackground "Get-KbusMessage -Kbus $bus '`$.Pipe' -Replier -Count 1 -TimeoutSec 30 | Send-KbusMessage -Reply 42"
            $replies = [System.Collections.Generic.List[object]]::new()

            # Until the pipeline has bound the name, the Request is refused.
            Wait-Until 'the Reply' {
                $replies.AddRange(@(Send-KbusMessage -Kbus $bus '$.Pipe' -Request -TimeoutSec 30 -ErrorAction SilentlyContinue))
                $replies.Count
            }
            $ended = Wait-Background $pipeline

            $replies[0].Kind | Should -Be 'Reply'
            $replies[0].Text | Should -Be '42'
            $ended.Warnings | Should -BeNullOrEmpty
        }

        It 'names the Requests that it leaves unanswered in a warning' {
            $pipeline = Start-InBackground "Get-KbusMessage -Kbus $bus '`$.Left' -Replier -Count 1 -TimeoutSec 30"
            $failures = [System.Collections.Generic.List[object]]::new()

            Wait-Until 'the Status' {
                $failure = Get-Failure { Send-KbusMessage -Kbus $bus '$.Left' -Request -TimeoutSec 30 -ErrorAction Stop }
                $failures.Add($failure)
                $failure.FullyQualifiedErrorId -like 'Replier*'
            }
            $ended = Wait-Background $pipeline

            $failures[-1].FullyQualifiedErrorId | Should -Be 'ReplierIgnored,Limpet.PowerShell.Commands.SendKbusMessageCommand'
            "$failures" | Should -BeLike '*read it and closed without answering*'
            "$($ended.Warnings)" | Should -BeLike "1 Request was taken and not answered*$($ended.Output[0].Id) '`$.Left'*"
        }

        It 'says that a name has another replier' {
            $replier = Open-Ksock -Kbus $bus -Replier '$.Q'

            $failure = Get-Failure { Get-KbusMessage -Kbus $bus '$.Q' -Replier -ErrorAction Stop }
            Close-Ksock $replier

            $failure.FullyQualifiedErrorId | Should -Be "KbusRefused,EADDRINUSE,$command"
        }
    }

    Context 'when it is stopped' {
        It 'ends at once and gives its name back' {
            $pipeline = Start-InBackground "Get-KbusMessage -Kbus $bus '`$.Held' -Replier"
            Wait-Until 'the binding' { @(Get-KbusBinding -Kbus $bus '$.Held' -ErrorAction Ignore).Count }

            $pipeline.Shell.Stop()
            $ksock = Open-Ksock -Kbus $bus -Replier '$.Held' -ErrorAction Stop
            $null = Wait-Background $pipeline

            $ksock.ReplierFor | Should -Be '$.Held'
            Close-Ksock $ksock
        }

        It 'by Select-Object ends at once' {
            $sender = Start-InBackground "while (`$true) { Send-KbusMessage -Kbus $bus '`$.One' x }"

            $message = Get-KbusMessage -Kbus $bus '$.One' -TimeoutSec 30 | Select-Object -First 1
            $sender.Shell.Stop()
            $null = Wait-Background $sender

            $message.Text | Should -Be 'x'
        }
    }

    It 'shows progress after a second with -Count or -TimeoutSec' {
        $pipeline = Start-InBackground "Get-KbusMessage -Kbus $bus '`$.Slow' -Count 2 -TimeoutSec 600"
        Wait-Until 'the progress' { @($pipeline.Shell.Streams.Progress).Count }
        1..2 | Send-KbusMessage -Kbus $bus '$.Slow'
        $ended = Wait-Background $pipeline
        $shown = @($pipeline.Shell.Streams.Progress)

        $shown[0].Activity | Should -Be "Waiting for '`$.Slow'"
        $shown[0].StatusDescription | Should -Be '0 of 2 messages came'
        $shown[0].SecondsRemaining | Should -BeGreaterThan 500
        $shown[-1].RecordType | Should -Be 'Completed'
        "$($ended.Output.Text)" | Should -Be '1 2'
    }

    It 'shows none where it listens until it is stopped' {
        $pipeline = Start-InBackground "Get-KbusMessage -Kbus $bus '`$.Slow'"
        Wait-Until 'the binding' { @(Get-KbusBinding -Kbus $bus '$.Slow' -ErrorAction Ignore).Count }
        $null = Get-Failure { Wait-KbusMessage -Kbus $bus '$.Never' -TimeoutSec 1.5 }
        $pipeline.Shell.Stop()
        $null = Wait-Background $pipeline

        @($pipeline.Shell.Streams.Progress).Count | Should -Be 0
    }

    Context 'with bad input' {
        It 'refuses <parameter> <value>' -ForEach @(
            @{ parameter = 'Count'; value = 0 }
            @{ parameter = 'Count'; value = -1 }
            @{ parameter = 'TimeoutSec'; value = -1 }
        ) {
            $arguments = @{ $parameter = $value }

            $failure = Get-Failure { Get-KbusMessage -Kbus $bus '$.S' @arguments }

            $failure.FullyQualifiedErrorId | Should -Be "ParameterArgumentValidationError,$command"
        }

        It 'refuses a malformed name' {
            $failure = Get-Failure { Get-KbusMessage -Kbus $bus 'Fred' }

            $failure.FullyQualifiedErrorId | Should -Be "ParameterArgumentValidationError,$command"
        }

        It 'says that a Ksock is closed' {
            $ksock = Open-Ksock -Kbus $bus
            Close-Ksock $ksock

            $failure = Get-Failure { Get-KbusMessage -Ksock $ksock -Count 1 -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "KbusRefused,EBADF,$command"
        }
    }
}
