Describe 'd' { It 'x' {
