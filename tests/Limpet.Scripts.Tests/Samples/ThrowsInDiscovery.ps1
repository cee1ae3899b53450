Describe 'd' { It 'passes' { 1 | Should -Be 1 } }
throw 'in discovery'
