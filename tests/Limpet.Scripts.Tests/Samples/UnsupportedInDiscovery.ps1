Describe 'd' { InModuleScope X { It 'x' { } } }
