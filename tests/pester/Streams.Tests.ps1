Describe 'What cmdlets tell beside their output' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $bus = 91

        # The debug lines that a script gives, as text.
        function Get-Traced([scriptblock] $Script) {
            $told = & $Script 5>&1
            @($told).Where({ $_ -is [System.Management.Automation.DebugRecord] }).ForEach({ $_.Message })
        }
    }

    AfterAll {
        Exit-TestBus $before
    }

    Context '-Debug' {
        It 'tells which bus a number means and why, and what is asked of it' {
            $listener = Open-Ksock -Kbus $bus '$.A'
            $lines = Get-Traced { Send-KbusMessage -Kbus $bus '$.A' hello -Debug }
            Close-Ksock $listener

            $lines[0] | Should -BeLike "open bus $bus, -Backend Auto, LIMPET_BACKEND Embedded, /dev/kbus$bus does not exist: embedded bus ${bus}*, Ksock *"
            $lines[1] | Should -BeLike "Ksock * on bus ${bus}: send *`$.A*"
            @($lines).Count | Should -Be 2
        }

        It 'tells of bindings, of what is read, and of what is kept for later' {
            $asker = Open-Ksock -Kbus $bus
            $lines = Get-Traced { Wait-KbusMessage -Kbus $bus '$.A', '$.B.*' { $_.Name -eq '$.A' } -Debug -While { '$.B.C', '$.A' | ForEach-Object { Send-KbusMessage -Kbus $bus $_ } } }
            Close-Ksock $asker

            "$lines" | Should -BeLike "*: set MAXMSGS to 10000*: set MSGONLYONCE*: bind '`$.A' as Listener*: bind '`$.B.*' as Listener*: receive *`$.B.C*, which is not awaited*: receive *`$.A*"
        }

        It 'asks nothing, and has verbose lines where those are wanted too' {
            $all = Send-KbusMessage -Kbus $bus '$.A' x -Debug 4>&1 5>&1
            $both = & { $VerbosePreference = 'Continue'; Send-KbusMessage -Kbus $bus '$.A' x -Debug } 4>&1 5>&1

            "$($all.ForEach({ $_.GetType().Name }))" | Should -Be 'DebugRecord DebugRecord'
            "$($both.ForEach({ $_.GetType().Name }))" | Should -Be 'DebugRecord DebugRecord DebugRecord DebugRecord'
            "$both" | Should -BeLike "*this is Ksock*Sent *`$.A*"
        }

        It 'tells of a refusal with its errno' {
            $lines = Get-Traced { Send-KbusMessage -Kbus $bus '$.Nobody' -Request -Debug -ErrorAction SilentlyContinue }

            $lines[-1] | Should -BeLike '*: send *$.Nobody*: EADDRNOTAVAIL'
        }

        It 'tells of a binding that is refused' {
            $replier = Open-Ksock -Kbus $bus -Replier '$.Taken'
            $lines = Get-Traced { Open-Ksock -Kbus $bus -Replier '$.Taken' -Debug -ErrorAction SilentlyContinue }
            Close-Ksock $replier

            $lines[-1] | Should -BeLike "*: bind '`$.Taken' as Replier: EADDRINUSE"
        }

        It 'tells what an endpoint is, and of the greeting' {
            $endpoint = New-TestEndpoint
            $lines = Get-Traced {
                $limpet = Start-Limpet -Kbus $bus -Listen $endpoint -Debug
                $socket = Connect-LimpetSocket $endpoint -Debug
                Disconnect-LimpetSocket $socket
                Remove-Job $limpet -Force
                $limpet
            }

            "$lines" | Should -BeLike "endpoint '$endpoint' is $endpoint Server with Ksocks on embedded bus $bus*connect ${endpoint}: HELO 1 sent, HELO 2 read"
        }

        It 'is of the cmdlet that it is given to alone' {
            $listener = Open-Ksock -Kbus $bus '$.A'
            Send-KbusMessage -Kbus $bus '$.A' x
            $lines = Get-Traced { Get-KbusMessage -Ksock $listener -Count 1 -Debug | Send-KbusMessage -Kbus $bus '$.Other' }
            $none = Get-Traced { Send-KbusMessage -Kbus $bus '$.A' x }
            $listener | Close-Ksock

            @($lines).Count | Should -Be 1
            $lines | Should -BeLike '*: receive *'
            @($none).Count | Should -Be 0
        }

        It 'can be asked for by $DebugPreference, also of a function' {
            function Send-Sample {
                [CmdletBinding()]
                param()
                Send-KbusMessage -Kbus $bus '$.A' x
            }
            $byFunction = Get-Traced { Send-Sample -Debug }
            $byVariable = Get-Traced { $DebugPreference = 'Continue'; Send-KbusMessage -Kbus $bus '$.A' x }
            $butNot = Get-Traced { $DebugPreference = 'Continue'; Send-KbusMessage -Kbus $bus '$.A' x -Debug:$false }

            @($byFunction).Count | Should -Be 2
            @($byVariable).Count | Should -Be 2
            @($butNot).Count | Should -Be 0
        }
    }

    Context '-Verbose' {
        It 'tells of each message, by the switch or by the preference' {
            $bySwitch = Get-Told { Send-KbusMessage -Kbus $bus '$.A' x -Verbose }
            $byVariable = Get-Told { $VerbosePreference = 'Continue'; Send-KbusMessage -Kbus $bus '$.A' x }
            $none = Get-Told { $VerbosePreference = 'Continue'; Send-KbusMessage -Kbus $bus '$.A' x -Verbose:$false }

            $bySwitch[-1] | Should -BeLike 'Sent *$.A*'
            $byVariable[-1] | Should -BeLike 'Sent *$.A*'
            @($none).Count | Should -Be 0
        }
    }
}
