Describe 'Open-Ksock' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $bus = 40
    }

    AfterAll {
        Exit-TestBus $before
    }

    Context 'on an embedded bus' {
        AfterEach {
            @($ksock, $other).Where({ $_ }) | Close-Ksock
        }

        It 'gives an open Ksock with its bus and its id' {
            $ksock = Open-Ksock -Kbus $bus

            $ksock.Kbus | Should -Be $bus
            $ksock.Id | Should -BeGreaterThan 0
            $ksock.IsOpen | Should -BeTrue
            $ksock.CanWrite | Should -BeTrue
        }

        It 'gives each Ksock an id of its own' {
            $ksock = Open-Ksock -Kbus $bus
            $other = Open-Ksock -Kbus $bus

            $other.Id | Should -BeGreaterThan $ksock.Id
        }

        It 'takes buses from the pipeline' {
            $ksock = Open-Ksock -Kbus $bus
            $other = Get-KbusDevice -Kbus $bus | Open-Ksock

            $other.Kbus | Should -Be $bus
        }

        It 'binds the names it is given' {
            $ksock = Open-Ksock -Kbus $bus '$.Sensors.*', '$.Doors.%' -Replier '$.Lights'

            $ksock.Names -join ' ' | Should -Be '$.Doors.% $.Sensors.*'
            $ksock.ReplierFor -join ' ' | Should -Be '$.Lights'
        }

        It 'lets as many messages be queued as it is told' {
            $ksock = Open-Ksock -Kbus $bus -MaxMessages 3

            $ksock.MaxMessages | Should -Be 3
        }

        It 'says in verbose which bus the number means' {
            $told = Get-Told { Open-Ksock -Kbus $bus -Verbose | Close-Ksock }

            "$told" | Should -BeLike "*-Kbus $bus is *embedded*"
        }
    }

    Context 'when the bus refuses' {
        AfterEach {
            @($ksock).Where({ $_ }) | Close-Ksock
        }

        It 'says that a name has another replier, and opens nothing' {
            $ksock = Open-Ksock -Kbus $bus -Replier '$.Taken'

            $failure = Get-Failure { Open-Ksock -Kbus $bus -Replier '$.Taken' -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be 'KbusRefused,EADDRINUSE,Limpet.PowerShell.Commands.OpenKsockCommand'
            $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
            "$failure" | Should -BeLike "*'`$.Taken'*bus $bus*(EADDRINUSE).*"
        }

        It 'sends nothing on a Ksock opened for reading alone' {
            $ksock = Open-Ksock -Kbus $bus -ReadOnly

            $failure = Get-Failure { Send-KbusMessage -Ksock $ksock '$.A' -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be 'KbusRefused,EBADF,Limpet.PowerShell.Commands.SendKbusMessageCommand'
        }
    }

    Context 'with bad input' {
        It 'refuses <number> as the number of a bus' -ForEach @(
            @{ number = -1 }
            @{ number = 256 }
            @{ number = 'x' }
            @{ number = 1.5 }
            @{ number = '' }
            @{ number = $true }
        ) {
            $failure = Get-Failure { Open-Ksock -Kbus $number }

            $failure.FullyQualifiedErrorId | Should -Be 'ParameterArgumentTransformationError,Limpet.PowerShell.Commands.OpenKsockCommand'
            "$failure" | Should -BeLike '*0 to 255*'
        }

        It 'refuses <name> as a name' -ForEach @(
            @{ name = 'Fred' }
            @{ name = '$' }
            @{ name = '$..Fred' }
            @{ name = '$.Fred.' }
            @{ name = '$.Fred*' }
            @{ name = '$.*.Fred' }
            @{ name = '$.Fr ed' }
        ) {
            $failure = Get-Failure { Open-Ksock -Kbus $bus $name }

            $failure.FullyQualifiedErrorId | Should -Be 'ParameterArgumentValidationError,Limpet.PowerShell.Commands.OpenKsockCommand'
            "$failure" | Should -BeLike '*no message name*'
        }

        It 'refuses a name of 1001 bytes and says how many there may be' {
            $failure = Get-Failure { Open-Ksock -Kbus $bus ('$.' + 'a' * 999) }

            "$failure" | Should -BeLike '*1001 bytes*1000*'
        }

        It 'refuses to let no message be queued' {
            $failure = Get-Failure { Open-Ksock -Kbus $bus -MaxMessages 0 }

            $failure.FullyQualifiedErrorId | Should -Be 'ParameterArgumentValidationError,Limpet.PowerShell.Commands.OpenKsockCommand'
        }

        It 'refuses a kind of bus that there is not' {
            $failure = Get-Failure { Open-Ksock -Kbus $bus -Backend Cloud }

            "$failure" | Should -BeLike '*Auto*Device*Embedded*'
        }
    }
}
