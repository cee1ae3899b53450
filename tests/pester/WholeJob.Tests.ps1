BeforeDiscovery {
    . "$PSScriptRoot/Support.ps1"
    $noShell = -not (Find-TestShell)
}

Describe 'Two buses joined by Limpets' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
    }

    AfterAll {
        Exit-TestBus $before
    }

    Context 'in one process, over <_>' -ForEach @('a Unix socket', 'TCP') {
        BeforeAll {
            if ($_ -eq 'TCP') {
                $probe = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
                $probe.Start()
                $endpoint = "tcp:127.0.0.1:$($probe.LocalEndpoint.Port)"
                $probe.Stop()
            }
            else {
                $endpoint = New-TestEndpoint
            }
            $server = Start-Limpet -Kbus 53 -Listen $endpoint
            $client = Start-Limpet -Kbus 54 -Connect $endpoint
        }

        AfterAll {
            $server, $client | Remove-Job -Force
        }

        It 'carries an announcement from bus <from> to bus <to>' -ForEach @(
            @{ from = 53; to = 54 }
            @{ from = 54; to = 53 }
        ) {
            $listener = Open-Ksock -Kbus $to '$.Fred'

            Send-KbusMessage -Kbus $from '$.Fred' hello
            $message = Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30
            Close-Ksock $listener

            $message.Text | Should -Be 'hello'
            $message.OriginallyFrom | Should -Not -BeNullOrEmpty
        }

        It 'has a Request of bus <from> answered on bus <to>' -ForEach @(
            @{ from = 53; to = 54 }
            @{ from = 54; to = 53 }
        ) {
            $asker = Open-Ksock -Kbus $from '$.KBUS.ReplierBindEvent'
            $replier = Open-Ksock -Kbus $to -Replier "`$.Answer$to"
            $bound = Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30
            $id = Send-KbusMessage -Ksock $asker "`$.Answer$to" 41 -Request -NoWait

            Get-KbusMessage -Ksock $replier -Count 1 -TimeoutSec 30 | Send-KbusMessage -Reply { 1 + $_.Text }
            $reply = Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30
            $asker, $replier | Close-Ksock

            $bound.DataToString(60) | Should -BeLike "`$.Answer$to bound by *"
            "$($reply.Kind) $($reply.Text) $($reply.InReplyTo)" | Should -Be "Reply 42 $id"
        }

        It 'loses none of 2000 announcements' {
            $listener = Open-Ksock -Kbus 54 '$.Many' -MaxMessages 5000

            1..2000 | Send-KbusMessage -Kbus 53 '$.Many'
            $heard = @(Get-KbusMessage -Ksock $listener -Count 2000 -TimeoutSec 60)
            Close-Ksock $listener

            $heard.Count | Should -Be 2000
            $heard[-1].Text | Should -Be '2000'
        }

        It 'tells who asks that the replier beyond has gone' {
            $asker = Open-Ksock -Kbus 53 '$.KBUS.ReplierBindEvent'
            $replier = Open-Ksock -Kbus 54 -Replier '$.Gone'
            $null = Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30
            $null = Send-KbusMessage -Ksock $asker '$.Gone' -Request -NoWait
            $null = Get-KbusMessage -Ksock $replier -Count 1 -TimeoutSec 30
            Close-Ksock $replier -WarningAction SilentlyContinue

            $status = Get-KbusMessage -Ksock $asker -TimeoutSec 30 | Where-Object Kind -EQ Status | Select-Object -First 1
            Close-Ksock $asker

            $status.Name | Should -Be '$.KBUS.Replier.Ignored'
        }
    }

    Context 'with a Limpet that is stopped while a Request is under way' {
        It 'tells who asked' {
            $endpoint = New-TestEndpoint
            $server = Start-Limpet -Kbus 55 -Listen $endpoint
            $client = Start-Limpet -Kbus 56 -Connect $endpoint
            $asker = Open-Ksock -Kbus 55 '$.KBUS.ReplierBindEvent'
            $replier = Open-Ksock -Kbus 56 -Replier '$.Slow'
            $null = Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30
            $null = Send-KbusMessage -Ksock $asker '$.Slow' -Request -NoWait
            $null = Get-KbusMessage -Ksock $replier -Count 1 -TimeoutSec 30

            Remove-Job $server -Force
            $status = Get-KbusMessage -Ksock $asker -TimeoutSec 30 | Where-Object Kind -EQ Status | Select-Object -First 1
            $asker, $replier | Close-Ksock -WarningAction SilentlyContinue
            Remove-Job $client -Force

            $status.Name | Should -BeLike '$.KBUS.Replier.*'
        }
    }

    Context 'with a second process' -Skip:$noShell {
        BeforeAll {
            $shell = Start-TestShell
        }

        AfterAll {
            Stop-TestShell $shell
        }

        It 'has both on one bus' {
            $here = Open-Ksock -Kbus 57 '$.From.There'
            $null = Invoke-TestShell $shell "`$there = Open-Ksock -Kbus 57 '`$.From.Here'"

            Send-KbusMessage -Kbus 57 '$.From.Here' hello
            $heardThere = Invoke-TestShell $shell '(Get-KbusMessage -Ksock $there -Count 1 -TimeoutSec 30).Text'
            $null = Invoke-TestShell $shell "Send-KbusMessage -Ksock `$there '`$.From.There' back"
            $heardHere = Get-KbusMessage -Ksock $here -Count 1 -TimeoutSec 30
            $null = Invoke-TestShell $shell 'Close-Ksock $there'
            Close-Ksock $here

            $heardThere | Should -Be 'hello'
            $heardHere.Text | Should -Be 'back'
        }

        It 'joins its bus to ours, for announcements and Requests' {
            $endpoint = New-TestEndpoint
            $server = Start-Limpet -Kbus 58 -Listen $endpoint -Once
            $null = Invoke-TestShell $shell "`$job = Start-Limpet -Kbus 59 -Connect $endpoint; `$there = Open-Ksock -Kbus 59 '`$.Fred'"
            $asker = Open-Ksock -Kbus 58 '$.KBUS.ReplierBindEvent'

            Send-KbusMessage -Kbus 58 '$.Fred' hello
            $heard = Invoke-TestShell $shell '(Get-KbusMessage -Ksock $there -Count 1 -TimeoutSec 30).Text'

            $null = Invoke-TestShell $shell "`$replier = Open-Ksock -Kbus 59 -Replier '`$.Increment'"
            $null = Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30
            $null = Send-KbusMessage -Ksock $asker '$.Increment' 41 -Request -NoWait
            $null = Invoke-TestShell $shell 'Get-KbusMessage -Ksock $replier -Count 1 -TimeoutSec 30 | Send-KbusMessage -Reply { 1 + $_.Text }'
            $reply = Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30

            $null = Invoke-TestShell $shell 'Remove-Job $job -Force; $there, $replier | Close-Ksock'
            $null = Wait-Job $server -Timeout 30
            $state = $server.State
            Remove-Job $server -Force
            Close-Ksock $asker

            $heard | Should -Be 'hello'
            $reply.Text | Should -Be '42'
            $state | Should -Be 'Completed'
        }
    }
}

Describe 'examples/two-buses.ps1' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
    }

    AfterAll {
        Exit-TestBus $before
    }

    It 'runs, and leaves nothing behind' {
        $example = [System.IO.Path]::GetFullPath([System.IO.Path]::Join($PSScriptRoot, '..', '..', 'examples', 'two-buses.ps1'))

        Get-Failure { & $example -Here 60 -There 61 } | Should -BeNullOrEmpty
        @(Get-Limpet).Count | Should -Be 0
    }
}

Describe 'examples/replier.ps1' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
    }

    AfterAll {
        Exit-TestBus $before
    }

    It 'answers until it is asked to stop' {
        $example = [System.IO.Path]::GetFullPath([System.IO.Path]::Join($PSScriptRoot, '..', '..', 'examples', 'replier.ps1'))
        $running = Start-InBackground "`$null = & '$example' -Kbus 66"
        Wait-Until 'the repliers' { @(Get-KbusBinding -Kbus 66 -Kind Replier -ErrorAction SilentlyContinue).Count -eq 3 }

        $sum = Send-KbusMessage -Kbus 66 '$.Demo.Sum' '1 2 4.5' -Request -TimeoutSec 30
        $failure = Get-Failure { Send-KbusMessage -Kbus 66 '$.Demo.Sum' 'one' -Request -TimeoutSec 30 -ErrorAction Stop }
        $stop = Send-KbusMessage -Kbus 66 '$.Demo.Stop' -Request -TimeoutSec 30
        $null = Wait-Background $running

        $sum.Text | Should -Be '7.5'
        "$failure" | Should -BeLike '*"one"*'
        $stop.Text | Should -Be 'stopping'
        @(Get-KbusBinding -Kbus 66).Count | Should -Be 0
    }
}
