Describe 'Measure-Kbus' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $bus = 73
        $command = 'Limpet.PowerShell.Commands.MeasureKbusCommand'
    }

    AfterAll {
        Exit-TestBus $before
    }

    It 'measures <kind>s on a bus, and leaves nothing bound' -ForEach @(
        @{ kind = 'Announcement'; more = @{ } }
        @{ kind = 'Request'; more = @{ Request = $true } }
    ) {
        $measured = Measure-Kbus -Kbus $bus -Count 1000 -Size 100 @more

        $measured.Kind | Should -Be $kind
        $measured.Kbus | Should -Be $bus
        $measured.To | Should -Be $bus
        $measured.Size | Should -Be 100
        $measured.Count | Should -Be 1000
        $measured.Samples | Should -Be 1000
        $measured.Lost | Should -Be 0
        $measured.MessagesPerSecond | Should -BeGreaterThan 0
        [Math]::Abs($measured.BytesPerSecond / $measured.MessagesPerSecond - 100) | Should -BeLessThan 0.001
        @(Get-KbusBinding -Kbus $bus).Count | Should -Be 0
    }

    It 'gives percentiles that rise' {
        $measured = Measure-Kbus -Kbus $bus -Count 1000

        $rising = $measured.MinMicroseconds, $measured.P50Microseconds, $measured.P90Microseconds, $measured.P99Microseconds, $measured.P999Microseconds, $measured.MaxMicroseconds
        $rising[0] | Should -BeGreaterThan 0
        (@($rising) | Sort-Object) -join ' ' | Should -Be ($rising -join ' ')
    }

    It 'measures for a time' {
        $measured = Measure-Kbus -Kbus $bus -DurationSec 0.2

        $measured.Duration.TotalSeconds | Should -BeGreaterThan 0.09
        $measured.Samples | Should -BeGreaterThan 0
    }

    It 'measures a link, <kind>s' -ForEach @(
        @{ kind = 'Announcement'; more = @{ } }
        @{ kind = 'Request'; more = @{ Request = $true } }
    ) {
        $endpoint = New-TestEndpoint
        $limpets = (Start-Limpet -Kbus $bus -Listen $endpoint), (Start-Limpet -Kbus 74 -Connect $endpoint)

        $measured = Measure-Kbus -Kbus $bus -To 74 -Count 500 -TimeoutSec 30 @more
        $limpets | Remove-Job -Force

        $measured.To | Should -Be 74
        $measured.Count | Should -Be 500
        $measured.Lost | Should -Be 0
    }

    It 'says that nothing came through where there is no link' {
        $failure = Get-Failure { Measure-Kbus -Kbus $bus -To 74 -TimeoutSec 0.1 -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be "NothingArrived,$command"
        $failure.CategoryInfo.Category | Should -Be 'OperationTimeout'
        "$failure" | Should -BeLike "Nothing sent on bus $bus came out on bus 74 within 0.1 seconds*"
    }

    It 'says that a Request was answered by a Status' {
        $endpoint = New-TestEndpoint
        $limpets = (Start-Limpet -Kbus $bus -Listen $endpoint -MaxMessageSize 1000), (Start-Limpet -Kbus 74 -Connect $endpoint)

        $failure = Get-Failure { Measure-Kbus -Kbus $bus -To 74 -Request -Size 2000 -TimeoutSec 30 -ErrorAction Stop }
        $limpets | Remove-Job -Force

        $failure.FullyQualifiedErrorId | Should -Be "MeasuringFailed,$command"
        "$failure" | Should -BeLike "*got no Reply from bus 74, but `$.KBUS.RemoteError.EMSGSIZE*"
    }

    It 'says that a message came out too late' {
        $endpoint = New-TestEndpoint
        $limpets = (Start-Limpet -Kbus $bus -Listen $endpoint), (Start-Limpet -Kbus 74 -Connect $endpoint -RateLimit 1)

        $failure = Get-Failure { Measure-Kbus -Kbus $bus -To 74 -Count 100 -TimeoutSec 3 -ErrorAction Stop }
        $limpets | Remove-Job -Force

        $failure.FullyQualifiedErrorId | Should -Be "MeasuringTimeout,$command"
        $failure.CategoryInfo.Category | Should -Be 'OperationTimeout'
    }

    It 'says that messages of that size are too long' {
        (Get-Failure { Measure-Kbus -Kbus $bus -Size 500000 -ErrorAction Stop }).FullyQualifiedErrorId | Should -Be "KbusRefused,EMSGSIZE,$command"
    }

    It 'is heard by nobody who does not listen for every name, and says with -Verbose who does' {
        $every = Open-Ksock -Kbus $bus '$.*'
        $other = Open-Ksock -Kbus $bus '$.Limpet.Other', '$.Sensors.*'

        $told = Get-Told { Measure-Kbus -Kbus $bus -Count 10 -Verbose }

        "$told" | Should -BeLike "*Ksock $($every.Id) on bus $bus hears the messages that are measured too*"
        $other.Queued | Should -Be 0
        $every, $other | Close-Ksock
    }

    It 'ends at once when it is stopped' {
        $pipeline = Start-InBackground "Measure-Kbus -Kbus $bus -DurationSec 600"
        Wait-Until 'the binding' { @(Get-KbusBinding -Kbus $bus -ErrorAction Ignore).Count }

        $pipeline.Shell.Stop()
        (Wait-Background $pipeline).Output | Should -BeNullOrEmpty
        @(Get-KbusBinding -Kbus $bus).Count | Should -Be 0
    }

    It 'shows progress after a second' {
        $pipeline = Start-InBackground "Measure-Kbus -Kbus $bus -DurationSec 2.5"
        @((Wait-Background $pipeline).Output).Count | Should -Be 1
        $shown = @($pipeline.Shell.Streams.Progress)

        $shown.Count | Should -BeGreaterThan 1
        $shown[0].Activity | Should -Be "Measuring bus $bus"
        $shown[-1].RecordType | Should -Be 'Completed'
    }

    It 'takes buses from the pipeline' {
        Open-Ksock -Kbus $bus | Close-Ksock

        (Get-KbusDevice -Kbus $bus | Measure-Kbus -Count 10).Kbus | Should -Be $bus
    }

    It 'takes buses from the pipeline, for a time' {
        Open-Ksock -Kbus $bus | Close-Ksock

        (Get-KbusDevice -Kbus $bus | Measure-Kbus -DurationSec 0.1).Kbus | Should -Be $bus
    }

    It 'is shown in a line of 80 columns' {
        $lines = @(Measure-Kbus -Kbus $bus -Count 10 | Out-String -Stream -Width 80).ForEach({ $_.TrimEnd() }).Where({ $_ })

        $lines[0] | Should -Match '^Kbus +To Kind +Size +Count Lost Messages/s +P50 .s +P99 .s$'
        $lines[2] | Should -Match "^ +$bus +$bus Announcement +64 +10 +0 +[0-9,]+ +[0-9.]+ +[0-9.]+$"
    }

    It 'refuses <parameter> <value>' -ForEach @(
        @{ parameter = 'Count'; value = 0; errorId = 'ParameterArgumentValidationError' }
        @{ parameter = 'DurationSec'; value = 0; errorId = 'ParameterArgumentValidationError' }
        @{ parameter = 'Size'; value = -1; errorId = 'ParameterArgumentValidationError' }
        @{ parameter = 'TimeoutSec'; value = 0; errorId = 'ParameterArgumentValidationError' }
        @{ parameter = 'To'; value = 256; errorId = 'ParameterArgumentTransformationError' }
    ) {
        $arguments = @{ $parameter = $value }

        (Get-Failure { Measure-Kbus -Kbus $bus @arguments }).FullyQualifiedErrorId | Should -Be "$errorId,$command"
    }

    It 'refuses -Count with -DurationSec' {
        (Get-Failure { Measure-Kbus -Kbus $bus -Count 1 -DurationSec 1 }).FullyQualifiedErrorId | Should -Be "AmbiguousParameterSet,$command"
    }
}
