# What the comments in the examples of docs/cmdlets may use, besides tests/pester/Support.ps1.

# Runs a script in a session beside the example's, as soon as somebody is bound to a name there.
function Start-WhenBound([int] $Kbus, [string] $Name, [string] $Script) {
    $null = Start-InBackground "while (-not (Get-KbusBinding -Kbus $Kbus -ErrorAction Ignore).Where({ `$_.Name -eq '$Name' })) { Start-Sleep -Milliseconds 5 }; $Script"
}
