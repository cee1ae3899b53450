Describe 'Register-KbusReplier' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $bus = 70
        $command = 'Limpet.PowerShell.Commands.RegisterKbusReplierCommand'

        # Asks and gives the Reply; an error ends the test.
        function Get-Answer([string] $Name, $Data) {
            Send-KbusMessage -Kbus $bus $Name $Data -Request -TimeoutSec 30 -ErrorAction Stop
        }
    }

    AfterAll {
        Exit-TestBus $before
    }

    AfterEach {
        Get-Job | Where-Object PSJobTypeName -EQ ReplierJob | Remove-Job -Force
    }

    Context 'the job' {
        It 'runs, is in the job table, and has its names bound already' {
            $job = Register-KbusReplier -Kbus $bus '$.A', '$.B.*' { 1 }

            $job.State | Should -Be 'Running'
            $job.Name | Should -Be "Replier$($job.Id)"
            $job.Location | Should -Be "bus ${bus}: `$.A, `$.B.*"
            (Get-Job -Id $job.Id).InstanceId | Should -Be $job.InstanceId
            @(Get-KbusBinding -Kbus $bus -Kind Replier).Name -join ' ' | Should -Be '$.B.* $.A'
        }

        It 'can be named' {
            (Register-KbusReplier -Kbus $bus '$.A' { 1 } -JobName Board).Name | Should -Be 'Board'
        }

        It 'counts what it answered and what failed' {
            $job = Register-KbusReplier -Kbus $bus '$.A' { if ($_.Text) { throw 'no' } }
            $null = Get-Answer '$.A'
            $null = Get-Answer '$.A'
            $null = Send-KbusMessage -Kbus $bus '$.A' x -Request -TimeoutSec 30 -ErrorAction SilentlyContinue

            Wait-Until 'the count' { $job.Answered -eq 2 -and $job.Failed -eq 1 }
            $job.StatusMessage | Should -Be '2 answered, 1 failed'
        }

        It 'gives its names back when it is stopped, and stays in the job table' {
            $job = Register-KbusReplier -Kbus $bus '$.A' { 1 }

            Stop-Job $job

            $job.State | Should -Be 'Stopped'
            @(Get-KbusBinding -Kbus $bus).Count | Should -Be 0
            (Wait-Job $job -Timeout 30).State | Should -Be 'Stopped'
            Remove-Job $job
            Get-Job -Id $job.Id -ErrorAction Ignore | Should -BeNullOrEmpty
        }

        It 'fails with the reason when its bus goes away' {
            $job = Register-KbusReplier -Kbus $bus '$.A' { 1 }

            Remove-KbusDevice -Kbus $bus
            $null = Wait-Job $job -Timeout 30

            $job.State | Should -Be 'Failed'
            $job.JobStateInfo.Reason.Errno | Should -Be 'ENODEV'
            @($job.Error).FullyQualifiedErrorId | Should -Be 'KbusRefused,ENODEV'
        }

        It 'cannot be suspended' {
            $job = Register-KbusReplier -Kbus $bus '$.A' { 1 }

            "$(Get-Failure { $job.SuspendJob() })" | Should -BeLike '*A replier cannot be suspended*'
        }
    }

    Context 'an answer' {
        It 'is <shown> where the script block puts out <what>' -ForEach @(
            @{ what = 'a string'; block = { 'hello' }; bytes = '104 101 108 108 111' }
            @{ what = 'a number'; block = { 42 }; bytes = '52 50' }
            @{ what = 'nothing'; block = { }; bytes = '' }
            @{ what = 'null'; block = { $null }; bytes = '' }
            @{ what = 'bytes'; block = { [byte[]] (1, 2, 255) }; bytes = '1 2 255' }
            @{ what = 'one byte'; block = { [byte] 7 }; bytes = '7' }
            @{ what = 'an array of bytes as one value'; block = { , [byte[]] (1, 2) }; bytes = '1 2' }
            @{ what = 'several values'; block = { 1; 'a'; 2 }; bytes = '49 10 97 10 50' }
            @{ what = 'the Request'; block = { $_ }; bytes = '105 110' }
            @{ what = 'its data'; block = { $_.Data }; bytes = '105 110' }
            @{ what = 'any object'; block = { [version] '1.2' }; bytes = '49 46 50' }
        ) {
            $null = Register-KbusReplier -Kbus $bus '$.A' $block

            $answer = Get-Answer '$.A' 'in'

            $answer.Kind | Should -Be 'Reply'
            $answer.Name | Should -Be '$.A'
            $answer.Data -join ' ' | Should -Be $bytes
        }

        It 'knows which of the names was asked' {
            $null = Register-KbusReplier -Kbus $bus '$.A', '$.B.*' { $_.Name }

            (Get-Answer '$.A').Text | Should -Be '$.A'
            (Get-Answer '$.B.C').Text | Should -Be '$.B.C'
        }

        It 'may be sent by the script block itself' {
            $job = Register-KbusReplier -Kbus $bus '$.A' { $_ | Send-KbusMessage -Reply own }

            (Get-Answer '$.A').Text | Should -Be 'own'
            (Get-Answer '$.A').Text | Should -Be 'own'
            @($job.Error).Count | Should -Be 0
        }

        It 'keeps the order of the Requests' {
            $null = Register-KbusReplier -Kbus $bus '$.A' { $_.Text }
            $asker = Open-Ksock -Kbus $bus
            1..20 | Send-KbusMessage -Ksock $asker '$.A' -Request -NoWait | Out-Null

            (Get-KbusMessage -Ksock $asker -Count 20 -TimeoutSec 30).Text -join ' ' | Should -Be ((1..20) -join ' ')
            Close-Ksock $asker
        }
    }

    Context 'the script block' {
        It 'takes values of here with $using:' {
            $limit = 5
            $options = @{ Name = 'n'; List = 1, 2 }
            ${with space} = 8
            $null = Register-KbusReplier -Kbus $bus '$.A' { "${using:with space} $using:limit $($using:options.Name) $(@($using:options['List']).Count) $(& { $using:limit })" }

            (Get-Answer '$.A').Text | Should -Be '8 5 n 2 5'
        }

        It 'takes arguments' {
            $null = Register-KbusReplier -Kbus $bus '$.A' { param($first, $second) "$first-$second" } -ArgumentList 1, 'b'
            $null = Register-KbusReplier -Kbus $bus '$.B' { $args -join '+' } -ArgumentList 1, 2

            (Get-Answer '$.A').Text | Should -Be '1-b'
            (Get-Answer '$.B').Text | Should -Be '1+2'
        }

        It 'uses what -InitializationScript defines' {
            $factor = 3
            $null = Register-KbusReplier -Kbus $bus '$.A' { Get-Product $_.Text } -InitializationScript { $factor = $using:factor; function Get-Product($n) { [int] $n * $factor } }

            (Get-Answer '$.A' 4).Text | Should -Be '12'
        }

        It 'keeps global variables from one Request to the next, and no others' {
            $null = Register-KbusReplier -Kbus $bus '$.A' { $global:n++; $local++; "$global:n $local" }

            $null = Get-Answer '$.A'
            (Get-Answer '$.A').Text | Should -Be '2 1'
        }

        It 'leaves the variables of here alone' {
            $n = 1
            $null = Register-KbusReplier -Kbus $bus '$.A' { $n = 2; "$(Get-Variable n -ErrorAction Ignore)$($null -eq $outer)" }
            $outer = 1

            (Get-Answer '$.A').Text | Should -BeLike '*True'
            $n | Should -Be 1
        }

        It 'can use the module, and stands where its caller stands' {
            $other = Register-KbusReplier -Kbus $bus '$.Other' { 'from the other' }
            $null = Register-KbusReplier -Kbus $bus '$.A' { (Send-KbusMessage -Kbus 70 '$.Other' -Request).Text; "$($ExecutionContext.SessionState.Path.CurrentLocation)" }

            (Get-Answer '$.A').Text | Should -Be "from the other`n$($ExecutionContext.SessionState.Path.CurrentLocation)"
        }

        It 'sees a private bus of its caller' {
            $null = New-KbusDevice -Kbus 71 -Private
            $null = Register-KbusReplier -Kbus 71 '$.Inner' { 'private' }
            $null = Register-KbusReplier -Kbus 71 '$.A' { (Send-KbusMessage -Kbus 71 '$.Inner' -Request).Text }

            (Send-KbusMessage -Kbus 71 '$.A' -Request -TimeoutSec 30).Text | Should -Be 'private'
            Get-Job | Where-Object PSJobTypeName -EQ ReplierJob | Remove-Job -Force
            Remove-KbusDevice -Kbus 71
        }

        It 'writes to the streams of the job' {
            $job = Register-KbusReplier -Kbus $bus '$.A' -Verbose -ErrorAction Continue {
                Write-Verbose 'v'
                Write-Warning 'w'
                Write-Error 'e' -ErrorId Soft
                'still answered'
            } 4>$null

            (Get-Answer '$.A').Text | Should -Be 'still answered'
            $told = @(Receive-Job $job -Verbose -ErrorVariable failures -WarningVariable warnings -ErrorAction SilentlyContinue -WarningAction SilentlyContinue 4>&1)
            "$told" | Should -Be 'v'
            "$warnings" | Should -Be 'w'
            "$failures" | Should -Be 'e'
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'Soft*'
        }

        It 'ends by an error at the first of them with -ErrorAction Stop' {
            $null = Register-KbusReplier -Kbus $bus '$.A' { Write-Error 'hard'; 'not reached' } -ErrorAction Stop

            "$(Get-Failure { Get-Answer '$.A' })" | Should -BeLike '*hard'
        }
    }

    Context 'a script block that fails' {
        It 'answers by a Reply that says so, which is an error to whoever asks' {
            $null = Register-KbusReplier -Kbus $bus '$.A' { throw 'the valve is stuck' }

            $failure = Get-Failure { Get-Answer '$.A' }

            $failure.FullyQualifiedErrorId | Should -Be 'ReplierError,Limpet.PowerShell.Commands.SendKbusMessageCommand'
            $failure.CategoryInfo.Category | Should -Be 'InvalidResult'
            "$failure" | Should -BeLike "The replier could not answer the Request * '`$.A': the valve is stuck"
            $failure.TargetObject.Name | Should -Be '$.Limpet.ReplierError'
            $failure.TargetObject.Text | Should -Be 'the valve is stuck'
            $failure.TargetObject.Kind | Should -Be 'Reply'
        }

        It 'leaves an error record in the job, which goes on' {
            $job = Register-KbusReplier -Kbus $bus '$.A' { if ($_.Text) { throw 'no' }; 'yes' }
            $null = Get-Failure { Get-Answer '$.A' x }

            (Get-Answer '$.A').Text | Should -Be 'yes'
            $job.State | Should -Be 'Running'
            $null = Receive-Job $job -ErrorVariable failures -ErrorAction SilentlyContinue
            "$failures" | Should -Be 'no'
        }

        It 'may be one that puts out what no message can carry' {
            $null = Register-KbusReplier -Kbus $bus '$.A' { , (1, 999) }
            $null = Register-KbusReplier -Kbus $bus '$.B' { 'x' * 500000 }

            "$(Get-Failure { Get-Answer '$.A' })" | Should -BeLike '*whole number from 0 to 255*'
            "$(Get-Failure { Get-Answer '$.B' })" | Should -BeLike '*longer than bus 70 allows*'
        }

        It 'says it shortly, however long the error is' {
            $null = Register-KbusReplier -Kbus $bus '$.A' { throw ('ä' * 5000) }

            (Get-Failure { Get-Answer '$.A' }).TargetObject.Data.Count | Should -BeLessThan 900
        }

        It 'in its initialization fails the job, and tells whoever asked meanwhile' {
            $job = Register-KbusReplier -Kbus $bus '$.A' { 1 } -InitializationScript { throw 'cannot begin' }
            $null = Wait-Job $job -Timeout 30

            $job.State | Should -Be 'Failed'
            "$($job.JobStateInfo.Reason.Message)" | Should -Be 'cannot begin'
            "$($job.Error)" | Should -Be 'cannot begin'
            @(Get-KbusBinding -Kbus $bus).Count | Should -Be 0
        }
    }

    Context 'on a Ksock that is open' {
        It 'answers what waits there already, passes over announcements, and closes it in the end' {
            $ksock = Open-Ksock -Kbus $bus '$.News' -Replier '$.A' -MaxMessages 50
            $asker = Open-Ksock -Kbus $bus
            $null = Send-KbusMessage -Ksock $asker '$.A' 41 -Request -NoWait
            Send-KbusMessage -Kbus $bus '$.News' x

            $job = Register-KbusReplier -Ksock $ksock '$.A', '$.B' { 1 + $_.Text }

            (Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30).Text | Should -Be '42'
            (Get-Answer '$.B' 1).Text | Should -Be '2'
            "$($job.ReplierFor) $($ksock.MaxMessages) $($job.Failed)" | Should -Be '$.A $.B 50 0'
            Stop-Job $job
            $ksock.IsOpen | Should -BeFalse
            @(Get-KbusBinding -Kbus $bus).Count | Should -Be 0
            Close-Ksock $asker
        }

        It 'takes the Ksock from the pipeline' {
            $null = Open-Ksock -Kbus $bus | Register-KbusReplier '$.A' { 'here' }

            (Get-Answer '$.A').Text | Should -Be 'here'
        }

        It 'takes it for itself alone' {
            $ksock = Open-Ksock -Kbus $bus
            $job = Register-KbusReplier -Ksock $ksock '$.A' { 1 } -JobName Mine

            $failures = (Get-Failure { Register-KbusReplier -Ksock $ksock '$.B' { 1 } }),
            (Get-Failure { Get-KbusMessage -Ksock $ksock -Count 1 }),
            (Get-Failure { Wait-KbusMessage -Ksock $ksock }),
            (Get-Failure { Send-KbusMessage -Ksock $ksock '$.A' -Request })

            $failures.Count | Should -Be 4
            foreach ($failure in $failures) {
                $failure.FullyQualifiedErrorId | Should -BeLike 'KsockTaken,*'
            }
            "$($failures[0])" | Should -BeLike 'Ksock * is that of Mine since Register-KbusReplier took it*'
            (Get-Answer '$.A').Text | Should -Be '1'
        }

        It 'leaves it as it was where a name has a replier' {
            $other = Open-Ksock -Kbus $bus -Replier '$.B'
            $ksock = Open-Ksock -Kbus $bus -Replier '$.Mine'

            $failure = Get-Failure { Register-KbusReplier -Ksock $ksock '$.Mine', '$.A', '$.B' { 1 } -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "KbusRefused,EADDRINUSE,$command"
            "$($ksock.IsOpen) $($ksock.ReplierFor)" | Should -Be 'True $.Mine'
            $ksock, $other | Close-Ksock
        }

        It 'cannot be one for reading alone, or closed' {
            $ksock = Open-Ksock -Kbus $bus -ReadOnly
            $reading = Get-Failure { Register-KbusReplier -Ksock $ksock '$.A' { 1 } -ErrorAction Stop }
            Close-Ksock $ksock
            $closed = Get-Failure { Register-KbusReplier -Ksock $ksock '$.A' { 1 } -ErrorAction Stop }

            $reading.FullyQualifiedErrorId | Should -Be "KbusRefused,EBADF,$command"
            "$reading" | Should -BeLike '*was opened for reading, and cannot answer*'
            $closed.FullyQualifiedErrorId | Should -Be "KbusRefused,EBADF,$command"
        }
    }

    It 'takes buses from the pipeline' {
        Open-Ksock -Kbus $bus | Close-Ksock

        (Get-KbusDevice -Kbus $bus | Register-KbusReplier '$.A' { 1 }).Kbus | Should -Be $bus
    }

    Context 'that is stopped' {
        It 'stops a script block that never ends, and has KBUS answer' {
            $started = [System.Threading.ManualResetEventSlim]::new()
            $job = Register-KbusReplier -Kbus $bus '$.A' { ($using:started).Set(); while ($true) { } }
            $asker = Open-Ksock -Kbus $bus
            $first = Send-KbusMessage -Ksock $asker '$.A' -Request -NoWait
            $second = Send-KbusMessage -Ksock $asker '$.A' -Request -NoWait
            $started.Wait(30000) | Should -BeTrue

            Stop-Job $job
            $answers = Get-KbusMessage -Ksock $asker -Count 2 -TimeoutSec 30
            Close-Ksock $asker

            $job.State | Should -Be 'Stopped'
            @($answers).Where({ $_.InReplyTo -eq $first }).Name | Should -Be '$.KBUS.Replier.Ignored'
            @($answers).Where({ $_.InReplyTo -eq $second }).Name | Should -Be '$.KBUS.Replier.GoneAway'
            "$($job.Warning)" | Should -BeLike "1 Request was taken and not answered*$first '`$.A'*"
        }

        It 'with the module is Stopped' {
            $job = Register-KbusReplier -Kbus $bus '$.A' { 1 }
            $manifest = (Get-Module -Name Limpet).Path -replace '\.psm1$', '.psd1'

            Remove-Module -Name Limpet
            Import-Module -Name $manifest

            $job.State | Should -Be 'Stopped'
            @(Get-KbusBinding -Kbus $bus).Count | Should -Be 0
        }

        It 'with its session gives its names back' {
            $pipeline = Start-InBackground "`$null = Register-KbusReplier -Kbus $bus '`$.A' { 1 }"
            $null = Wait-Background $pipeline

            @(Get-KbusBinding -Kbus $bus).Count | Should -Be 0
        }
    }

    Context 'with -ThrottleLimit' {
        It 'works on so many Requests at once' {
            $together = [System.Threading.Barrier]::new(3)
            $null = Register-KbusReplier -Kbus $bus '$.A' { ($using:together).SignalAndWait(30000) } -ThrottleLimit 3
            $asker = Open-Ksock -Kbus $bus
            1..3 | Send-KbusMessage -Ksock $asker '$.A' -Request -NoWait | Out-Null

            (Get-KbusMessage -Ksock $asker -Count 3 -TimeoutSec 60).Text -join ' ' | Should -Be 'True True True'
            Close-Ksock $asker
        }

        It 'answers each once, however many there are' {
            $job = Register-KbusReplier -Kbus $bus '$.A' { $_.Text } -ThrottleLimit 4
            $asker = Open-Ksock -Kbus $bus -MaxMessages 1000
            1..200 | Send-KbusMessage -Ksock $asker '$.A' -Request -NoWait | Out-Null

            $texts = (Get-KbusMessage -Ksock $asker -Count 200 -TimeoutSec 60).Text
            Close-Ksock $asker
            (@($texts).ForEach({ [int] $_ }) | Sort-Object) -join ' ' | Should -Be ((1..200) -join ' ')
            Wait-Until 'the count' { $job.Answered -eq 200 }
        }
    }

    Context 'with bad input' {
        It 'says that a name has a replier, and leaves no job and no binding' {
            $ksock = Open-Ksock -Kbus $bus -Replier '$.B'

            $failure = Get-Failure { Register-KbusReplier -Kbus $bus '$.A', '$.B' { 1 } -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "KbusRefused,EADDRINUSE,$command"
            @(Get-Job).Where({ $_.PSJobTypeName -eq 'ReplierJob' }).Count | Should -Be 0
            @(Get-KbusBinding -Kbus $bus).Name | Should -Be '$.B'
            Close-Ksock $ksock
        }

        It 'says which variable there is not in <block>' -ForEach @(
            @{ block = { $using:noSuchVariable } }
            @{ block = { $using:noSuchVariable.Length } }
            @{ block = { $using:noSuchVariable[0] } }
            @{ block = { ${using:noSuchVariable} } }
        ) {
            $failure = Get-Failure { Register-KbusReplier -Kbus $bus '$.A' $block }

            $failure.FullyQualifiedErrorId | Should -Be "UsingVariableNotSet,$command"
            "$failure" | Should -BeLike '*$using:noSuchVariable*'
        }

        It 'refuses a script block of this session' {
            $block = { 1 }

            (Get-Failure { Register-KbusReplier -Kbus $bus '$.A' { & $using:block } }).FullyQualifiedErrorId | Should -Be "ScriptBlockFromHere,$command"
            (Get-Failure { Register-KbusReplier -Kbus $bus '$.A' { 1 } -ArgumentList $block }).FullyQualifiedErrorId | Should -Be "ScriptBlockFromHere,$command"
        }

        It 'refuses <parameter> <value>' -ForEach @(
            @{ parameter = 'Name'; value = 'Fred' }
            @{ parameter = 'ThrottleLimit'; value = 0 }
            @{ parameter = 'ThrottleLimit'; value = 101 }
            @{ parameter = 'JobName'; value = '' }
        ) {
            $arguments = @{ Name = '$.A' }
            $arguments[$parameter] = $value

            $failure = Get-Failure { Register-KbusReplier -Kbus $bus -ScriptBlock { 1 } @arguments }

            $failure.FullyQualifiedErrorId | Should -Be "ParameterArgumentValidationError,$command"
        }

        It 'refuses 256 as a bus' {
            (Get-Failure { Register-KbusReplier -Kbus 256 '$.A' { 1 } }).FullyQualifiedErrorId | Should -Be "ParameterArgumentTransformationError,$command"
        }
    }
}
