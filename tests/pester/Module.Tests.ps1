Describe 'The module' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $manifest = (Get-Module -Name Limpet).Path -replace '\.psm1$', '.psd1'
    }

    AfterAll {
        Import-Module -Name $manifest
        Exit-TestBus $before
    }

    It 'exports every cmdlet it has and nothing else, and names each in its manifest' {
        $classes = (Get-Command Open-Ksock).ImplementingType.Assembly.GetTypes().ForEach({ [System.Reflection.CustomAttributeExtensions]::GetCustomAttribute($_, [System.Management.Automation.CmdletAttribute]) })
        $expected = @($classes.Where({ $_ }).ForEach({ "$($_.VerbName)-$($_.NounName)" }) | Sort-Object) -join ' '
        $stated = & ([scriptblock]::Create([System.IO.File]::ReadAllText($manifest)))

        @($stated.CmdletsToExport | Sort-Object) -join ' ' | Should -Be $expected
        @((Get-Module -Name Limpet).ExportedCmdlets.Keys | Sort-Object) -join ' ' | Should -Be $expected
        @((Get-Command -Module Limpet).Name | Sort-Object) -join ' ' | Should -Be $expected
        foreach ($other in 'FunctionsToExport', 'VariablesToExport', 'AliasesToExport') {
            @($stated[$other]).Count | Should -Be 0
        }
    }

    It 'says what <_> gives' -ForEach @('Export-LimpetConfig', 'Get-KbusBinding', 'Get-KbusDevice', 'Get-KbusMessage', 'Get-Limpet', 'Get-LimpetLog', 'Measure-Kbus', 'New-KbusDevice', 'Open-Ksock', 'Register-KbusReplier', 'Send-KbusMessage', 'Set-LimpetLog', 'Start-Limpet', 'Connect-LimpetSocket', 'Wait-KbusMessage') {
        @((Get-Command $_).OutputType).Count | Should -BeGreaterThan 0
    }

    It 'keeps what it depends on in a load context of its own' {
        $session = (Get-Command Open-Ksock).ImplementingType.Assembly
        $context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($session)

        $context | Should -Not -Be ([System.Runtime.Loader.AssemblyLoadContext]::Default)
        @($context.Assemblies).ForEach({ $_.GetName().Name }) | Should -Contain 'Serilog'
    }

    It 'offers message names that it has met' {
        Open-Ksock -Kbus 52 '$.Completed.Name' | Close-Ksock

        $line = 'Send-KbusMessage -Kbus 52 $.Compl'
        $offered = [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches

        $offered.CompletionText | Should -Contain "'`$.Completed.Name'"
    }

    It 'offers the ids and endpoints of Limpets that run' {
        $endpoint = New-TestEndpoint
        $job = Start-Limpet -Kbus 52 -Listen $endpoint

        $offered = foreach ($line in 'Stop-Limpet -Id ', 'Stop-Limpet -Endpoint ', 'Start-Limpet -Kbus 1 -Connect unix') {
            [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText
        }
        Remove-Job $job -Force

        $offered | Should -Contain "$($job.Id)"
        @($offered).Where({ $_ -eq "'$endpoint'" }).Count | Should -Be 2
    }

    It 'says nothing when it is imported, and nothing again the second time' {
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        $output = $shell.AddScript("Import-Module '$manifest'; Import-Module '$manifest'; Import-Module '$manifest' -Force").Invoke()
        $streams = $shell.Streams
        $known = $shell.Runspace.SessionStateProxy.InvokeCommand.GetCommand('Open-Ksock', 'Cmdlet')
        $shell.Runspace.Dispose()
        $shell.Dispose()

        @($output).Count + $streams.Error.Count + $streams.Warning.Count + $streams.Information.Count | Should -Be 0
        $known.Name | Should -Be 'Open-Ksock'
    }

    It 'works in a session of <_>' -ForEach @('ConstrainedLanguage', 'RestrictedLanguage', 'NoLanguage') {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule(@($manifest))
        $state.LanguageMode = $_
        $session = [runspacefactory]::CreateRunspace($state)
        $session.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $session
        $sent = $shell.AddCommand('Send-KbusMessage').AddParameter('Kbus', 53).AddParameter('Name', '$.A').AddParameter('PassThru').Invoke()
        $failures = "$($shell.Streams.Error)"
        $shell.Dispose()
        $session.Dispose()

        $failures | Should -BeNullOrEmpty
        $sent.Name | Should -Be '$.A'
    }

    It 'serves several sessions at once, each with what is its own' {
        $sessions = 1..4 | ForEach-Object {
            Start-InBackground "
                `$null = New-KbusDevice -Kbus 54 -Private
                `$null = Register-KbusReplier -Kbus 54 '`$.Me' { '$_' }
                1..50 | ForEach-Object { (Send-KbusMessage -Kbus 54 '`$.Me' -Request -TimeoutSec 60).Text }"
        }

        $answers = @($sessions).ForEach({ (Wait-Background $_).Output -join '' })

        $answers -join ' ' | Should -Be ((1..4).ForEach({ "$_" * 50 }) -join ' ')
    }

    It 'says that it is loaded already when another copy is imported' {
        $copy = [System.IO.Directory]::CreateTempSubdirectory('limpet-').FullName
        [System.IO.File]::Copy((Get-Module -Name Limpet).Path, "$copy/Limpet.psm1")

        $failure = Get-Failure { Import-Module -Name "$copy/Limpet.psm1" -ErrorAction Stop }
        [System.IO.Directory]::Delete($copy, $true)

        "$failure" | Should -BeLike '*loaded already, from*Remove-Module Limpet*'
        @(Get-Module -Name Limpet).Count | Should -Be 1
    }

    It 'stops its Limpets and closes its Ksocks when it is removed, and can be imported again' {
        $endpoint = New-TestEndpoint
        $ksock = Open-Ksock -Kbus 52 -Replier '$.Left'
        $job = Start-Limpet -Kbus 52 -Listen $endpoint

        Remove-Module -Name Limpet
        $known = Get-Command -Name Open-Ksock -ErrorAction Ignore
        Import-Module -Name $manifest

        $known | Should -BeNullOrEmpty
        $ksock.IsOpen | Should -BeFalse
        $job.State | Should -Be 'Stopped'
        [System.IO.File]::Exists($endpoint.Substring(5)) | Should -BeFalse
        Remove-Job $job
        $again = Open-Ksock -Kbus 52 -Replier '$.Left' -ErrorAction Stop
        $again.IsOpen | Should -BeTrue
        Close-Ksock $again
    }
}
