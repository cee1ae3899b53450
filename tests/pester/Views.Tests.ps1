Describe 'The views' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $bus = 62
        $ellipsis = [string] [char] 0x2026

        # What is shown in so many columns, without empty lines.
        function Get-Shown($Shown) {
            @($Shown | Out-String -Stream -Width 80).ForEach({ $_.TrimEnd() }).Where({ $_ })
        }
    }

    AfterAll {
        Exit-TestBus $before
    }

    It 'show a message in one line' {
        $lines = Get-Shown (Send-KbusMessage -Kbus $bus '$.Sensors.Kitchen' 21.5 -PassThru)

        $lines[0] | Should -Match '^Time +Id +Kind +From Name +Data$'
        $lines[2] | Should -Match '^\d\d:\d\d:\d\d\.\d{3} 0:\d+ +Announcement +\d+ \$\.Sensors\.Kitchen +21\.5$'
    }

    It 'show bytes in hexadecimal and how many there are' {
        $lines = Get-Shown (Send-KbusMessage -Kbus $bus '$.B' ([byte[]] (0, 0x1f)) -PassThru)

        $lines[2] | Should -Match ' 00 1f \(2 bytes\)$'
    }

    It 'fit 80 columns, whatever the data' {
        $message = Send-KbusMessage -Kbus $bus "`$.$('Long.' * 50)Name" ('data ' * 1000) -PassThru

        $lines = Get-Shown $message

        $lines.Count | Should -Be 3
        @($lines.ForEach({ $_.Length }).Where({ $_ -gt 80 })).Count | Should -Be 0
        $lines[2] | Should -BeLike "*$ellipsis*"
    }

    It 'show control characters as bytes, so that no message moves the cursor' {
        $lines = Get-Shown (Send-KbusMessage -Kbus $bus '$.B' "a$([char] 27)" -PassThru)

        $lines[2] | Should -Match ' 61 1b \(2 bytes\)$'
    }

    It 'show an id as network:serial' {
        $id = (Send-KbusMessage -Kbus $bus '$.B' -PassThru).Id

        Get-Shown $id | Should -Be "$id"
    }

    It 'show a Ksock and its bindings' {
        $ksock = Open-Ksock -Kbus $bus '$.L' -Replier '$.R'
        $open = Get-Shown $ksock
        Close-Ksock $ksock
        $closed = Get-Shown $ksock

        $open[2] | Should -Match "^ +$bus +\d+ Open +0 +0 \`$\.L +\`$\.R$"
        $closed[2] | Should -Match 'Closed'
    }

    It 'show a bus and who is bound on it' {
        $ksock = Open-Ksock -Kbus $bus '$.L' -Replier '$.R'
        $device = Get-Shown (Get-KbusDevice -Kbus $bus)
        $bindings = Get-Shown (Get-KbusBinding -Kbus $bus)
        Close-Ksock $ksock

        $device[0] | Should -Match '^Kbus Backend +Path +Host Ksocks Bindings MaxMessageSize$'
        $device[2] | Should -Match "^ +$bus Embedded +$PID +1 +2 +409600$"
        $bindings[0] | Should -Match '^Kbus +Ksock +Process Kind +Name$'
        $bindings[2] | Should -Match "^ +$bus +$($ksock.Id) +$PID Replier +\`$\.R$"
        $bindings[3] | Should -Match "^ +$bus +$($ksock.Id) +$PID Listener +\`$\.L$"
    }

    It 'show a Limpet with its counters and since when' {
        $job = Start-Limpet -Kbus $bus -Listen (New-TestEndpoint)
        $lines = Get-Shown (Get-Limpet $job.Id)
        $shownJob = Get-Shown $job
        Stop-Limpet $job.Id
        $events = Get-Shown (Receive-Job $job)
        Remove-Job $job

        $lines[0] | Should -Match '^ Id Kbus Endpoint +State +Peer +In +Out Requests +Since$'
        $lines[2] | Should -Match "^ *$($job.Id) +$bus unix:.* Listening +0 +0 +0 00:00:\d\d$"
        $shownJob[2] | Should -Match "^ +$($job.Id) Limpet$($job.Id) +Running"
        $events[2] | Should -Match '^\d\d:\d\d:\d\d\.\d{3} Listening +Listening on unix:'
    }

    It 'show a socket' {
        $endpoint = New-TestEndpoint
        $job = Start-Limpet -Kbus $bus -Listen $endpoint
        $socket = Connect-LimpetSocket $endpoint -NetworkId 9
        $lines = Get-Shown $socket
        Disconnect-LimpetSocket $socket
        Remove-Job $job -Force

        $lines[2] | Should -Match '^unix:.* Open +9 +2$'
    }
}
