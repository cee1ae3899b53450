BeforeDiscovery {
    . "$PSScriptRoot/Support.ps1"
    $commands = @(Get-Command -Module Limpet).ForEach({ @{ command = $_.Name } })
    $topics = @('about_Limpet', 'about_Kbus', 'about_Limpet_Security', 'about_Limpet_Troubleshooting').ForEach({ @{ topic = $_ } })
}

Describe 'Get-Help' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
    }

    Context 'for <command>' -ForEach $commands {
        BeforeAll {
            $help = Get-Help $command -Full
            $parameters = @((Get-Command $command).Parameters.Keys).Where({ $_ -notin $common })
        }

        It 'gives a synopsis and a description' {
            $help.Synopsis | Should -BeLike '*.'
            $help.Synopsis | Should -Not -BeLike "*$command [[]*"
            @($help.description).Count | Should -BeGreaterThan 0
        }

        It 'describes every parameter' {
            foreach ($name in $parameters) {
                $text = @((Get-Help $command -Parameter $name).description.Text) -join ' '
                "$name $text" | Should -BeLike '* *.*'
            }
            @($help.parameters.parameter).Where({ $_ }).Count | Should -Be $parameters.Count
        }

        It 'gives the syntax of every parameter set' {
            @($help.syntax.syntaxItem).Count | Should -Be (Get-Command $command).ParameterSets.Count
        }

        It 'says what goes in and what comes out' {
            @($help.inputTypes.inputType.type.name).Count | Should -BeGreaterThan 0
            @($help.returnValues.returnValue.type.name).Count | Should -BeGreaterThan 0
        }

        It 'shows three examples or more' {
            @($help.examples.example).Count | Should -BeGreaterThan 2
            foreach ($example in $help.examples.example) {
                "$($example.title) $($example.code)" | Should -BeLike "*$($command.Split('-')[1])*"
            }
        }

        It 'refers to what there is' {
            foreach ($link in $help.relatedLinks.navigationLink.linkText) {
                $found = if ($link -like 'about_*') { Get-Help $link } else { Get-Command $link }
                @($found).Count | Should -Be 1
            }
        }
    }

    It 'gives the topic <topic>' -ForEach $topics {
        $text = Get-Help $topic | Out-String

        $text | Should -BeLike "*TOPIC*$topic*SHORT DESCRIPTION*LONG DESCRIPTION*SEE ALSO*"
        foreach ($line in $text.Split("`n")) {
            $line.TrimEnd().Length | Should -BeLessThan 81
        }
    }

    It 'names every cmdlet in about_Limpet' {
        $text = Get-Help about_Limpet | Out-String

        foreach ($command in Get-Command -Module Limpet) {
            $text | Should -BeLike "*$($command.Name)*"
        }
    }
}
