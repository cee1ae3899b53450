Describe 'd' { It 'x' -ForEach @() { 1 | Should -Be 1 } }
