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

    It 'show that a bus is private' {
        $lines = Get-Shown (New-KbusDevice -Kbus 64 -Private)
        Remove-KbusDevice -Kbus 64

        $lines[2] | Should -Match '^ +64 Private '
    }

    It 'show a message as a list, with what it has and nothing that it has not' {
        $lines = @(Send-KbusMessage -Kbus $bus '$.B' ([byte[]] (0x48, 0x69)) -PassThru | Format-List | Out-String -Stream -Width 80).ForEach({ $_.TrimEnd() }).Where({ $_ })

        $lines | Should -Contain 'Text       : Hi'
        $lines | Should -Contain 'Data       : 48 69 (2 bytes)'
        @($lines).Where({ $_ -like 'InReplyTo*' -or $_ -like 'FinallyTo*' }).Count | Should -Be 0
    }

    It 'show a measurement as a list, with its units' {
        $lines = @(Measure-Kbus -Kbus $bus -Count 10 | Format-List | Out-String -Stream -Width 80).ForEach({ $_.TrimEnd() }).Where({ $_ })

        @($lines).Where({ $_ -match '^Throughput +: [0-9,]+ messages/s, [0-9.]+ MB/s$' }).Count | Should -Be 1
        @($lines).Where({ $_ -match '^99 % within +: [0-9.,]+ .s$' }).Count | Should -Be 1
    }

    It 'show a replier, as the job that it is' {
        $job = Register-KbusReplier -Kbus $bus '$.R' { 1 }
        $lines = Get-Shown $job
        Remove-Job $job -Force

        $lines[2] | Should -Match "^ *$($job.Id) Replier$($job.Id) +Running +False +bus ${bus}: \`$\.R$"
    }

    Context 'of what has been written to a file or to another session' {
        BeforeAll {
            # As Export-Clixml and a PSSession do it.
            function Get-Copy($Of, $Depth = 2) {
                [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($Of, $Depth))
            }
        }

        It 'show a message' {
            $copy = Get-Copy (Send-KbusMessage -Kbus $bus '$.Sensors.Kitchen' 21.5 -PassThru)
            $lines = Get-Shown $copy

            $lines[0] | Should -Match '^Time +Id +Kind +From Name +Data$'
            $lines[2] | Should -Match ' 0:\d+ +Announcement +\d+ \$\.Sensors\.Kitchen +21\.5$'
        }

        It 'show bytes as how many they are' {
            (Get-Shown (Get-Copy (Send-KbusMessage -Kbus $bus '$.B' ([byte[]] (0xff, 0xfe, 0xfd)) -PassThru)))[2] | Should -Match ' \(3 bytes\)$'
        }

        It 'keep every property of a message at depth <_>' -ForEach @(1, 2, 5) {
            $message = Send-KbusMessage -Kbus $bus '$.B' 'hi' -PassThru
            $copy = Get-Copy $message -Depth $_

            "$($copy.Id)" | Should -Be "$($message.Id)"
            $copy.Data -join ' ' | Should -Be '104 105'
            $copy.Text | Should -Be 'hi'
            "$($copy.Kind)" | Should -Be 'Announcement'
            $copy.Kbus | Should -Be $bus
            $copy.ReceivedAt | Should -Be $message.ReceivedAt
            "$copy" | Should -Be "$message"
        }

        It 'show a bus, a binding and a measurement' {
            $ksock = Open-Ksock -Kbus $bus '$.L'
            $device = Get-Shown (Get-Copy (Get-KbusDevice -Kbus $bus))
            $binding = Get-Shown (Get-Copy (Get-KbusBinding -Kbus $bus))
            $measurement = Get-Shown (Get-Copy (Measure-Kbus -Kbus $bus -Count 10))
            Close-Ksock $ksock

            $device[2] | Should -Match "^ +$bus Embedded +$PID +1 +1 +409600$"
            $binding[2] | Should -Match "^ +$bus +\d+ +$PID Listener \`$\.L$"
            $measurement[2] | Should -Match "^ +$bus +$bus Announcement"
        }

        It 'stay small as JSON too, and go round in no circle' {
            $endpoint = New-TestEndpoint
            $limpets = (Start-Limpet -Kbus $bus -Listen $endpoint), (Start-Limpet -Kbus 63 -Connect $endpoint)
            $ksock = Open-Ksock -Kbus $bus '$.L'
            $peer = Get-Limpet $limpets[0].Id -Peer
            $socket = Connect-LimpetSocket $endpoint -NetworkId 9
            $event = Wait-KbusMessage -Kbus 63 '$.A' -While { Send-KbusMessage -Kbus $bus '$.A' x }
            Set-LimpetLog "$env:XDG_RUNTIME_DIR/log"
            $all = @($event, $event.Id, $ksock, $peer, $socket, (Get-LimpetLog), (Measure-Kbus -Kbus $bus -Count 10)) + @(Get-Limpet) + @(Get-KbusDevice) + @(Get-KbusBinding -Kbus $bus) + @(Receive-Job $limpets[0])
            Set-LimpetLog -Off
            $written = $all.ForEach({ @{ Type = $_.PSObject.BaseObject.GetType(); Json = [System.Text.Json.JsonSerializer]::Serialize($_.PSObject.BaseObject, $_.PSObject.BaseObject.GetType(), [System.Text.Json.JsonSerializerOptions]::Default); Clixml = [System.Management.Automation.PSSerializer]::Serialize($_, 2) } })
            Disconnect-LimpetSocket $socket -WarningAction SilentlyContinue
            $limpets | Remove-Job -Force
            Close-Ksock $ksock

            @($written.Type.Name | Sort-Object -Unique).Count | Should -BeGreaterThan 9
            foreach ($one in $written) {
                "$($one.Type.Name) $($one.Json)" | Should -Match '^\w+ \{.*\}$'
                $one.Json.Length | Should -BeLessThan 3000
                $one.Clixml.Length | Should -BeLessThan 10000
            }
        }

        It 'stay small, whatever it is' {
            $endpoint = New-TestEndpoint
            $limpets = (Start-Limpet -Kbus $bus -Listen $endpoint), (Start-Limpet -Kbus 63 -Connect $endpoint)
            $ksock = Open-Ksock -Kbus $bus '$.L'
            $job = Register-KbusReplier -Kbus $bus '$.R' { 1 }
            $events = Wait-KbusMessage -Kbus 63 '$.A' -While { Send-KbusMessage -Kbus $bus '$.A' }
            $all = @(Get-Limpet) + $ksock + $job + $events + @(Receive-Job $limpets[0])
            $sizes = $all.ForEach({ [System.Management.Automation.PSSerializer]::Serialize($_, 2).Length })
            $job, $limpets[0], $limpets[1] | Remove-Job -Force
            Close-Ksock $ksock

            $all.Count | Should -BeGreaterThan 5
            @($sizes).Where({ $_ -gt 10000 }).Count | Should -Be 0
        }
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
        $shownJob[2] | Should -Match "^ *$($job.Id) Limpet$($job.Id) +Running"
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
