Describe 'Send-KbusMessage' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $bus = 42
        $command = 'Limpet.PowerShell.Commands.SendKbusMessageCommand'
    }

    AfterAll {
        Exit-TestBus $before
    }

    Context 'an announcement' {
        BeforeEach {
            $listener = Open-Ksock -Kbus $bus '$.A.*'
        }

        AfterEach {
            Close-Ksock $listener
        }

        It 'reaches who listens, and gives nothing' {
            $output = Send-KbusMessage -Kbus $bus '$.A.B' hello

            $output | Should -BeNullOrEmpty
            $message = Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30
            $message.Name | Should -Be '$.A.B'
            $message.Text | Should -Be 'hello'
            $message.Kind | Should -Be 'Announcement'
            $message.WantsReply | Should -BeFalse
            $message.InReplyTo | Should -BeNullOrEmpty
            $message.Kbus | Should -Be $bus
        }

        It 'sends <what> as <hex>' -ForEach @(
            @{ what = 'text as UTF-8'; data = "sm$([char]0xf8)r"; hex = '736DC3B872' }
            @{ what = 'bytes'; data = [byte[]] (0, 31, 255); hex = '001FFF' }
            @{ what = 'an array of numbers'; data = (1, 2, 3); hex = '010203' }
            @{ what = 'one byte'; data = [byte] 7; hex = '07' }
            @{ what = 'a number as its string'; data = 42; hex = '3432' }
            @{ what = 'no data'; data = $null; hex = '' }
            @{ what = 'an empty string'; data = ''; hex = '' }
            @{ what = 'an empty array'; data = @(); hex = '' }
        ) {
            Send-KbusMessage -Kbus $bus '$.A.B' -Data $data

            $message = Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30
            [System.Convert]::ToHexString($message.Data) | Should -Be $hex
        }

        It 'takes its data from the pipeline, a message for each' {
            'a', 'b' | Send-KbusMessage -Kbus $bus '$.A.B'

            (Get-KbusMessage -Ksock $listener -Count 2 -TimeoutSec 30).Text -join ' ' | Should -Be 'a b'
        }

        It 'takes bytes from the pipeline as one message' {
            [byte[]] (1, 2, 3) | Send-KbusMessage -Kbus $bus '$.A.B'

            (Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30).Data -join ' ' | Should -Be '1 2 3'
            $listener.Queued | Should -Be 0
        }

        It 'sends a message from the pipeline on, name and data' {
            Send-KbusMessage -Kbus $bus '$.A.C' again
            $first = Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30

            $first | Send-KbusMessage -Kbus $bus

            $second = Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30
            "$($second.Name) $($second.Text)" | Should -Be '$.A.C again'
            "$($second.Id)" | Should -Not -Be "$($first.Id)"
        }

        It 'sends a message from the pipeline on from a Ksock' {
            Send-KbusMessage -Kbus $bus '$.A.C' again
            Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30 | Send-KbusMessage -Ksock $listener

            $second = Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30
            "$($second.Name) $($second.Text) $($second.From)" | Should -Be "`$.A.C again $($listener.Id)"
        }

        It 'gives the message with its id when told -PassThru' {
            $sent = Send-KbusMessage -Kbus $bus '$.A.B' -PassThru

            "$($sent.Id)" | Should -Match '^0:[1-9][0-9]*$'
            "$((Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30).Id)" | Should -Be "$($sent.Id)"
        }

        It 'goes to the front when it is urgent' {
            Send-KbusMessage -Kbus $bus '$.A.B' first
            Send-KbusMessage -Kbus $bus '$.A.B' urgent -Urgent

            (Get-KbusMessage -Ksock $listener -Count 2 -TimeoutSec 30).Text -join ' ' | Should -Be 'urgent first'
        }

        It 'fails for all with -AllOrFail where one listener is full' {
            $full = Open-Ksock -Kbus $bus '$.A.B' -MaxMessages 1
            Send-KbusMessage -Kbus $bus '$.A.B' 1

            $failure = Get-Failure { Send-KbusMessage -Kbus $bus '$.A.B' 2 -AllOrFail -ErrorAction Stop }
            Close-Ksock $full

            $failure.FullyQualifiedErrorId | Should -Be "KbusRefused,EBUSY,$command"
            $failure.CategoryInfo.Category | Should -Be 'ResourceBusy'
            $listener.Queued | Should -Be 1
        }

        It 'waits with -AllOrWait no longer than -TimeoutSec' {
            $full = Open-Ksock -Kbus $bus '$.A.B' -MaxMessages 1
            Send-KbusMessage -Kbus $bus '$.A.B' 1

            $failure = Get-Failure { Send-KbusMessage -Kbus $bus '$.A.B' 2 -AllOrWait -TimeoutSec 0.05 -ErrorAction Stop }
            Close-Ksock $full

            $failure.FullyQualifiedErrorId | Should -Be "SendTimeout,$command"
            $failure.CategoryInfo.Category | Should -Be 'OperationTimeout'
        }
    }

    Context 'a Request' {
        BeforeEach {
            $replier = Open-Ksock -Kbus $bus -Replier '$.Q'
            $asker = Open-Ksock -Kbus $bus
        }

        AfterEach {
            $replier, $asker | Close-Ksock -WarningAction SilentlyContinue
        }

        It 'gives its id with -NoWait, and its Reply can be read later' {
            $id = Send-KbusMessage -Ksock $asker '$.Q' 41 -Request -NoWait
            $request = Get-KbusMessage -Ksock $replier -Count 1 -TimeoutSec 30
            $request | Send-KbusMessage -Reply 42

            $reply = Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30

            "$($request.Id)" | Should -Be "$id"
            $request.WantsReply | Should -BeTrue
            $reply.Kind | Should -Be 'Reply'
            $reply.Text | Should -Be '42'
            "$($reply.InReplyTo)" | Should -Be "$id"
        }

        It 'is answered by a script block that sees it as $_' {
            $null = Send-KbusMessage -Ksock $asker '$.Q' 41 -Request -NoWait

            Get-KbusMessage -Ksock $replier -Count 1 -TimeoutSec 30 | Send-KbusMessage -Reply { 1 + $_.Text }

            (Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30).Text | Should -Be '42'
        }

        It 'that a script block cannot answer is an error, and stays to be answered' {
            $null = Send-KbusMessage -Ksock $asker '$.Q' -Request -NoWait
            $request = Get-KbusMessage -Ksock $replier -Count 1 -TimeoutSec 30

            $failure = Get-Failure { $request | Send-KbusMessage -Reply { throw 'cannot tell' } -ErrorAction Stop }
            $request | Send-KbusMessage -Reply 42

            "$failure" | Should -Be 'cannot tell'
            (Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30).Text | Should -Be '42'
        }

        It 'warns that nobody will read the Reply where the Ksock closes with the call' {
            $told = Get-Told { Send-KbusMessage -Kbus $bus '$.Q' -Request -NoWait }

            "$told" | Should -BeLike '*the Reply will reach nobody*'
        }

        It 'ends with an error after -TimeoutSec' {
            $failure = Get-Failure { Send-KbusMessage -Ksock $asker '$.Q' -Request -TimeoutSec 0.05 -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "ReplyTimeout,$command"
            $failure.CategoryInfo.Category | Should -Be 'OperationTimeout'
            $failure.TargetObject | Should -Be '$.Q'
        }

        It 'goes to the Ksock that answered before, as a Stateful Request' {
            $null = Send-KbusMessage -Ksock $asker '$.Q' -Request -NoWait
            Get-KbusMessage -Ksock $replier -Count 1 -TimeoutSec 30 | Send-KbusMessage -Reply ''
            $reply = Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30

            $null = Send-KbusMessage -Ksock $asker '$.Q' more -To $reply -NoWait

            $next = Get-KbusMessage -Ksock $replier -Count 1 -TimeoutSec 30
            $next.To | Should -Be $replier.Id
            $next.Text | Should -Be 'more'
        }

        It 'that is Stateful does not go to another replier' {
            $null = Send-KbusMessage -Ksock $asker '$.Q' -Request -NoWait
            Get-KbusMessage -Ksock $replier -Count 1 -TimeoutSec 30 | Send-KbusMessage -Reply ''
            $reply = Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30
            Close-Ksock $replier
            $replier = Open-Ksock -Kbus $bus -Replier '$.Q'

            $failure = Get-Failure { Send-KbusMessage -Ksock $asker '$.Q' -To $reply -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "KbusRefused,EPIPE,$command"
        }

        It 'that nobody answers for is an error in words' {
            $failure = Get-Failure { Send-KbusMessage -Kbus $bus '$.Attic' -Request -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "KbusRefused,EADDRNOTAVAIL,$command"
            "$failure" | Should -BeLike "No replier is bound to '`$.Attic' on bus $bus (EADDRNOTAVAIL). Get-KbusBinding -Kbus $bus shows who is bound to what."
            $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $failure.TargetObject | Should -Be '$.Attic'
        }

        It 'whose replier closed is an error that says so' {
            $null = Send-KbusMessage -Ksock $asker '$.Q' -Request -NoWait
            Close-Ksock $replier

            $status = Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30

            $status.Kind | Should -Be 'Status'
            $status.Name | Should -Be '$.KBUS.Replier.GoneAway'
        }
    }

    Context 'a Request that waits' {
        It 'outputs the Reply' {
            $pipeline = Start-InBackground "Get-KbusMessage -Kbus $bus '`$.Echo' -Replier -Count 2 -TimeoutSec 30 | Send-KbusMessage -Reply { `$_.Data }"
            $replies = [System.Collections.Generic.List[object]]::new()

            Wait-Until 'the Reply' {
                $replies.AddRange(@(Send-KbusMessage -Kbus $bus '$.Echo' hello -Request -TimeoutSec 30 -ErrorAction SilentlyContinue))
                $replies.Count
            }
            $second = [byte[]] (1, 255) | Send-KbusMessage -Kbus $bus '$.Echo' -Request -TimeoutSec 30
            $null = Wait-Background $pipeline

            $replies[0].Text | Should -Be 'hello'
            $second.Data -join ' ' | Should -Be '1 255'
        }

        It 'keeps what else comes to its Ksock for later' {
            $pipeline = Start-InBackground "Get-KbusMessage -Kbus $bus '`$.Late' -Replier -Count 1 -TimeoutSec 30 | Send-KbusMessage -Reply done"
            $asker = Open-Ksock -Kbus $bus '$.News'
            Send-KbusMessage -Kbus $bus '$.News' before
            $replies = [System.Collections.Generic.List[object]]::new()

            Wait-Until 'the Reply' {
                $replies.AddRange(@(Send-KbusMessage -Ksock $asker '$.Late' -Request -TimeoutSec 30 -ErrorAction SilentlyContinue))
                $replies.Count
            }
            $null = Wait-Background $pipeline
            $kept = Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30
            Close-Ksock $asker

            $replies[0].Text | Should -Be 'done'
            $kept.Text | Should -Be 'before'
        }

        It 'ends at once when it is stopped' {
            $replier = Open-Ksock -Kbus $bus -Replier '$.Never'
            $pipeline = Start-InBackground "Send-KbusMessage -Kbus $bus '`$.Never' -Request"
            $null = Get-KbusMessage -Ksock $replier -Count 1 -TimeoutSec 30

            $pipeline.Shell.Stop()
            $ended = Wait-Background $pipeline
            Close-Ksock $replier -WarningAction SilentlyContinue

            $ended.Output | Should -BeNullOrEmpty
        }
    }

    Context 'a Reply' {
        It 'cannot be sent once the Ksock that took the Request is closed' {
            $asker = Open-Ksock -Kbus $bus
            $replier = Open-Ksock -Kbus $bus -Replier '$.R'
            $null = Send-KbusMessage -Ksock $asker '$.R' -Request -NoWait
            $request = Get-KbusMessage -Ksock $replier -Count 1 -TimeoutSec 30
            Close-Ksock $replier -WarningAction SilentlyContinue

            $failure = Get-Failure { $request | Send-KbusMessage -Reply 1 -ErrorAction Stop }
            Close-Ksock $asker

            $failure.FullyQualifiedErrorId | Should -Be "ReplyKsockClosed,$command"
        }

        It 'is for a Request alone' {
            $sent = Send-KbusMessage -Kbus $bus '$.R' -PassThru

            $failure = Get-Failure { $sent | Send-KbusMessage -Reply 1 -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "WantsNoReply,$command"
        }

        It 'needs a Request' {
            $failures = (Get-Failure { Send-KbusMessage -Reply 1 }), (Get-Failure { $null | Send-KbusMessage -Reply 1 })

            "$($failures.FullyQualifiedErrorId)" | Should -Be "NothingToAnswer,$command NothingToAnswer,$command"
            "$($failures[0])" | Should -BeLike '*Get-KbusMessage -Replier*'
        }

        It 'can be sent once' {
            $asker = Open-Ksock -Kbus $bus
            $replier = Open-Ksock -Kbus $bus -Replier '$.R'
            $null = Send-KbusMessage -Ksock $asker '$.R' -Request -NoWait
            $request = Get-KbusMessage -Ksock $replier -Count 1 -TimeoutSec 30
            $request | Send-KbusMessage -Reply 1

            $failure = Get-Failure { $request | Send-KbusMessage -Reply 2 -ErrorAction Stop }
            $asker, $replier | Close-Ksock

            $failure.FullyQualifiedErrorId | Should -Be "KbusRefused,ECONNREFUSED,$command"
        }
    }

    Context 'with bad input' {
        It 'refuses to send to <name>' -ForEach @(
            @{ name = '$.A.*' }
            @{ name = '$.%' }
            @{ name = 'A' }
            @{ name = '' }
        ) {
            $failure = Get-Failure { Send-KbusMessage -Kbus $bus $name x }

            $failure.FullyQualifiedErrorId | Should -BeLike "ParameterArgumentValidationError*,$command"
        }

        It 'refuses an array with <item> in it' -ForEach @(
            @{ item = 256 }
            @{ item = -1 }
            @{ item = 1.5 }
            @{ item = 'x' }
        ) {
            $failure = Get-Failure { Send-KbusMessage -Kbus $bus '$.A' (1, $item) -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "InvalidValue,$command"
            "$failure" | Should -BeLike '*Item 1*0 to 255*'
        }

        It 'refuses more data than a message may have' {
            $failure = Get-Failure { Send-KbusMessage -Kbus $bus '$.A' ('x' * 500000) -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "KbusRefused,EMSGSIZE,$command"
            "$failure" | Should -BeLike '*500,000 bytes of data*'
            $failure.CategoryInfo.Category | Should -Be 'LimitsExceeded'
        }

        It 'refuses both -AllOrWait and -AllOrFail' {
            $failure = Get-Failure { Send-KbusMessage -Kbus $bus '$.A' -AllOrWait -AllOrFail }

            $failure.FullyQualifiedErrorId | Should -Be "BothAllOrWaitAndAllOrFail,$command"
        }

        It 'refuses -NoWait for an announcement' {
            $failure = Get-Failure { Send-KbusMessage -Kbus $bus '$.A' -NoWait }

            $failure.FullyQualifiedErrorId | Should -Be "NoWaitWithoutRequest,$command"
        }
    }

    It 'shows progress while it waits for a Reply over a second' {
        $replier = Open-Ksock -Kbus 47 -Replier '$.Slow'
        $pipeline = Start-InBackground "Send-KbusMessage -Kbus 47 '`$.Slow' -Request -TimeoutSec 600"
        Wait-Until 'the progress' { @($pipeline.Shell.Streams.Progress).Count }
        Get-KbusMessage -Ksock $replier -Count 1 | Send-KbusMessage -Reply done
        $shown = $pipeline.Shell.Streams.Progress
        $ended = Wait-Background $pipeline
        Close-Ksock $replier

        $ended.Output.Text | Should -Be 'done'
        $shown[0].Activity | Should -Be "Waiting for the Reply to '`$.Slow'"
        $shown[0].SecondsRemaining | Should -BeGreaterThan 500
        $shown[$shown.Count - 1].RecordType | Should -Be 'Completed'
    }

    It 'passes on the errors that do not end the script block of -Reply' {
        $replier = Open-Ksock -Kbus 47 -Replier '$.Soft'
        $asker = Open-Ksock -Kbus 47
        $null = Send-KbusMessage -Ksock $asker '$.Soft' -Request -NoWait
        $told = @(Get-KbusMessage -Ksock $replier -Count 1 | Send-KbusMessage -Reply { Write-Error 'soft'; 'answered' } 2>&1)
        $answer = Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30
        $replier, $asker | Close-Ksock

        "$told" | Should -Be 'soft'
        $answer.Text | Should -Be 'answered'
    }
}
