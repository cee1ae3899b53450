Describe 'Wait-KbusMessage' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $bus = 72
        $command = 'Limpet.PowerShell.Commands.WaitKbusMessageCommand'
    }

    AfterAll {
        Exit-TestBus $before
    }

    Context 'with -While' {
        It 'listens before it does what is told, and gives the message' {
            $message = Wait-KbusMessage -Kbus $bus '$.Ready' -While { Send-KbusMessage -Kbus $bus '$.Ready' now }

            $message.Text | Should -Be 'now'
            $message.Kind | Should -Be 'Announcement'
        }

        It 'runs the block in the scope of its caller, and shows nothing of its output' {
            $messages = @(Wait-KbusMessage -Kbus $bus '$.Ready' -While { $sent = Send-KbusMessage -Kbus $bus '$.Ready' -PassThru; 'output' })

            $messages.Count | Should -Be 1
            $messages[0].Id | Should -Be $sent.Id
        }

        It 'passes on the errors that do not end the block' {
            $message = Wait-KbusMessage -Kbus $bus '$.Ready' -While { Write-Error 'soft'; Send-KbusMessage -Kbus $bus '$.Ready' x } -ErrorVariable failures 2>$null

            $message.Text | Should -Be 'x'
            "$failures" | Should -BeLike '*soft*'
        }

        It 'says with -Verbose that there was output' {
            $told = Get-Told { Wait-KbusMessage -Kbus $bus '$.Ready' -While { Send-KbusMessage -Kbus $bus '$.Ready'; 1; 2 } -Verbose }

            "$told" | Should -BeLike '*-While put out is not shown: 2 objects*'
        }

        It 'ends by the error of the block, and unbinds' {
            $failure = Get-Failure { Wait-KbusMessage -Kbus $bus '$.Ready' -While { throw 'no board' } }

            "$failure" | Should -Be 'no board'
            @(Get-KbusBinding -Kbus $bus).Count | Should -Be 0
        }
    }

    Context 'with a name' {
        It 'takes <pattern> for $.S.A.B' -ForEach @(
            @{ pattern = '$.S.A.B' }
            @{ pattern = '$.S.*' }
            @{ pattern = '$.S.A.%' }
        ) {
            (Wait-KbusMessage -Kbus $bus $pattern -While { Send-KbusMessage -Kbus $bus '$.S.A.B' x }).Name | Should -Be '$.S.A.B'
        }

        It 'takes any of several' {
            $messages = Wait-KbusMessage -Kbus $bus '$.A', '$.B' -Count 2 -While { Send-KbusMessage -Kbus $bus '$.B'; Send-KbusMessage -Kbus $bus '$.A' }

            $messages.Name -join ' ' | Should -Be '$.B $.A'
        }

        It 'hears a message once, however many of its names match' {
            $failure = Get-Failure { Wait-KbusMessage -Kbus $bus '$.A', '$.*' -Count 2 -TimeoutSec 0.2 -While { Send-KbusMessage -Kbus $bus '$.A' } }

            $failure.FullyQualifiedErrorId | Should -Be "MessageTimeout,$command"
        }
    }

    Context 'with -Filter' {
        It 'gives the first message that it takes' {
            $message = Wait-KbusMessage -Kbus $bus '$.T' { [double] $_.Text -gt 20 } -While { 18, 19.5, 21, 22 | Send-KbusMessage -Kbus $bus '$.T' }

            $message.Text | Should -Be '21'
        }

        It 'passes on the errors that do not end the filter' {
            $told = @(Wait-KbusMessage -Kbus $bus '$.T' -Filter { Write-Error 'soft'; $true } -While { Send-KbusMessage -Kbus $bus '$.T' x } 2>&1)

            $told.Count | Should -Be 2
            "$($told[0])" | Should -Be 'soft'
        }

        It 'runs the filter where it was written' {
            $limit = 20
            $seen = 0
            $null = Wait-KbusMessage -Kbus $bus '$.T' { $seen++; [double] $_.Text -gt $limit } -While { 18, 21 | Send-KbusMessage -Kbus $bus '$.T' }

            $seen | Should -Be 2
        }

        It 'ends by the error of the filter' {
            $failure = Get-Failure { Wait-KbusMessage -Kbus $bus '$.T' -Filter { throw "bad $($_.Text)" } -While { Send-KbusMessage -Kbus $bus '$.T' x } }

            "$failure" | Should -Be 'bad x'
        }
    }

    Context 'where it does not come' {
        It 'ends by an error that names what was awaited' {
            $failure = Get-Failure { Wait-KbusMessage -Kbus $bus '$.Never' -TimeoutSec 0.1 }

            $failure.FullyQualifiedErrorId | Should -Be "MessageTimeout,$command"
            $failure.CategoryInfo.Category | Should -Be 'OperationTimeout'
            $failure.TargetObject | Should -Be '$.Never'
            "$failure" | Should -Be "No message '`$.Never' came on bus $bus within 0.1 seconds. Nothing else came."
        }

        It 'names what came instead' {
            $failure = Get-Failure { Wait-KbusMessage -Kbus $bus '$.T' -Filter { $_.Text -eq 'up' } -TimeoutSec 0.2 -While { 1..7 | Send-KbusMessage -Kbus $bus '$.T' } }

            "$failure" | Should -BeLike "No message '`$.T' that -Filter takes came on bus $bus within 0.2 seconds. What came instead, 7 messages: Announcement 0:* '`$.T' 1, *'`$.T' 5, *"
            "$failure" | Should -Not -BeLike "*'`$.T' 6*"
        }

        It 'says how many of -Count came, after it gave them' {
            $got = [System.Collections.Generic.List[object]]::new()

            $failure = Get-Failure { Wait-KbusMessage -Kbus $bus '$.T' -Count 3 -TimeoutSec 0.2 -While { 1, 2 | Send-KbusMessage -Kbus $bus '$.T' } | ForEach-Object { $got.Add($_) } }

            $got.Text -join ' ' | Should -Be '1 2'
            "$failure" | Should -BeLike "2 of 3 times a message '`$.T' came*"
        }

        It 'ends in time on a bus that is never quiet' {
            $sender = Start-InBackground "while (`$true) { Send-KbusMessage -Kbus $bus '`$.T' x }"

            $failure = Get-Failure { Wait-KbusMessage -Kbus $bus '$.T' -Filter { $_.Text -eq 'y' } -TimeoutSec 0.3 }
            $sender.Shell.Stop()
            $null = Wait-Background $sender

            $failure.FullyQualifiedErrorId | Should -Be "MessageTimeout,$command"
        }

        It 'leaves nothing bound' {
            $null = Get-Failure { Wait-KbusMessage -Kbus $bus '$.Never' -TimeoutSec 0 }

            @(Get-KbusBinding -Kbus $bus).Count | Should -Be 0
        }
    }

    Context 'on a Ksock that is open' {
        BeforeEach {
            $ksock = Open-Ksock -Kbus $bus '$.S.*'
        }

        AfterEach {
            Close-Ksock $ksock -WarningAction SilentlyContinue
        }

        It 'finds what came before it was called' {
            Send-KbusMessage -Kbus $bus '$.S.Ready' early

            (Wait-KbusMessage -Ksock $ksock '$.S.Ready' -TimeoutSec 0.1).Text | Should -Be 'early'
        }

        It 'leaves what is not awaited to be read later, in its order' {
            'a', 'b', 'c', 'd' | Send-KbusMessage -Kbus $bus '$.S.N'

            (Wait-KbusMessage -Ksock $ksock -Filter { $_.Text -eq 'c' }).Text | Should -Be 'c'
            (Wait-KbusMessage -Ksock $ksock -Filter { $_.Text -eq 'b' }).Text | Should -Be 'b'
            (Get-KbusMessage -Ksock $ksock -TimeoutSec 0).Text -join ' ' | Should -Be 'a d'
        }

        It 'binds no name that the Ksock hears already' {
            $null = Get-Failure { Wait-KbusMessage -Ksock $ksock '$.S.A', '$.S.B.*', '$.S.%' -TimeoutSec 0 }

            $ksock.Names -join ' ' | Should -Be '$.S.*'
        }

        It 'binds what it does not hear, and keeps it' {
            (Wait-KbusMessage -Ksock $ksock '$.Other' -While { Send-KbusMessage -Kbus $bus '$.Other' x }).Text | Should -Be 'x'

            $ksock.Names -join ' ' | Should -Be '$.Other $.S.*'
        }

        It 'takes the Ksock from the pipeline' {
            Send-KbusMessage -Kbus $bus '$.S.A' x

            ($ksock | Wait-KbusMessage).Text | Should -Be 'x'
        }

        It 'waits for the Reply to a Request that was sent before' {
            $null = Register-KbusReplier -Kbus $bus '$.Q' { "answer to $($_.Text)" }
            $id = Send-KbusMessage -Ksock $ksock '$.Q' 1 -Request -NoWait

            (Wait-KbusMessage -Ksock $ksock -Filter { $_.InReplyTo -eq $id }).Text | Should -Be 'answer to 1'
            Get-Job | Where-Object PSJobTypeName -EQ ReplierJob | Remove-Job -Force
        }

        It 'says that the Ksock is closed' {
            Close-Ksock $ksock

            (Get-Failure { Wait-KbusMessage -Ksock $ksock '$.S.A' -ErrorAction Stop }).FullyQualifiedErrorId | Should -Be "KbusRefused,EBADF,$command"
        }
    }

    Context 'with -Replier' {
        It 'takes a Request, to be answered in the pipeline' {
            $asker = Open-Ksock -Kbus $bus

            Wait-KbusMessage -Kbus $bus '$.Q' -Replier -While { $null = Send-KbusMessage -Ksock $asker '$.Q' 20 -Request -NoWait } | Send-KbusMessage -Reply { 1 + $_.Text }

            (Wait-KbusMessage -Ksock $asker).Text | Should -Be '21'
            Close-Ksock $asker
        }

        It 'warns of Requests that nobody answers, those that the filter did not take among them' {
            $asker = Open-Ksock -Kbus $bus
            $told = Get-Told {
                Wait-KbusMessage -Kbus $bus '$.Q' -Replier -Filter { $_.Text -eq 'b' } -While { 'a', 'b' | Send-KbusMessage -Ksock $asker '$.Q' -Request -NoWait | Out-Null }
            }
            Close-Ksock $asker

            "$told" | Should -BeLike "2 Requests were taken and not answered*"
        }
    }

    Context 'when it is stopped' {
        It 'ends at once and unbinds' {
            $pipeline = Start-InBackground "Wait-KbusMessage -Kbus $bus '`$.Held' -TimeoutSec 600"
            Wait-Until 'the binding' { @(Get-KbusBinding -Kbus $bus '$.Held' -ErrorAction Ignore).Count }

            $pipeline.Shell.Stop()
            $null = Wait-Background $pipeline

            @(Get-KbusBinding -Kbus $bus).Count | Should -Be 0
        }

        It 'by Select-Object unbinds' {
            (Wait-KbusMessage -Kbus $bus '$.T' -Count 5 -While { 1..2 | Send-KbusMessage -Kbus $bus '$.T' } | Select-Object -First 1).Text | Should -Be '1'

            @(Get-KbusBinding -Kbus $bus).Count | Should -Be 0
        }
    }

    It 'shows progress after a second' {
        $pipeline = Start-InBackground "Wait-KbusMessage -Kbus $bus '`$.Slow' -TimeoutSec 600"
        Wait-Until 'the progress' { @($pipeline.Shell.Streams.Progress).Count }
        Send-KbusMessage -Kbus $bus '$.Slow' x
        Wait-Until 'its end' { @($pipeline.Shell.Streams.Progress)[-1].RecordType -eq 'Completed' }
        $shown = @($pipeline.Shell.Streams.Progress)

        $shown[0].Activity | Should -Be "Waiting for a message '`$.Slow'"
        $shown[0].SecondsRemaining | Should -BeGreaterThan 500
        (Wait-Background $pipeline).Output.Text | Should -Be 'x'
    }

    It 'refuses <parameter> <value>' -ForEach @(
        @{ parameter = 'Count'; value = 0 }
        @{ parameter = 'TimeoutSec'; value = -1 }
        @{ parameter = 'Name'; value = 'Fred' }
        @{ parameter = 'Filter'; value = $null }
        @{ parameter = 'While'; value = $null }
    ) {
        $arguments = @{ Name = '$.A' }
        $arguments[$parameter] = $value

        (Get-Failure { Wait-KbusMessage -Kbus $bus @arguments }).FullyQualifiedErrorId | Should -Be "ParameterArgumentValidationError,$command"
    }
}
