using namespace System.Security.Cryptography
using namespace System.Security.Cryptography.X509Certificates

# What the comments in the examples of docs/cmdlets may use, besides tests/pester/Support.ps1.

# Runs a script in a session beside the example's, as soon as somebody is bound to a name there.
function Start-WhenBound([int] $Kbus, [string] $Name, [string] $Script) {
    $null = Start-InBackground "while (-not (Get-KbusBinding -Kbus $Kbus -ErrorAction Ignore).Where({ `$_.Name -eq '$Name' })) { Start-Sleep -Milliseconds 5 }; $Script"
}

# Makes a CA, ca.pem, and certificates of it for two sides, board.pem and desk.pem with their keys beside them, both for this machine.
function New-TestCertificates([string] $Directory) {
    $from, $until = [DateTimeOffset]::UtcNow.AddHours(-1), [DateTimeOffset]::UtcNow.AddDays(1)
    $curve = [ECCurve]::CreateFromFriendlyName('nistP256')
    $request = [CertificateRequest]::new('CN=Our CA', [ECDsa]::Create($curve), [HashAlgorithmName]::SHA256)
    $request.CertificateExtensions.Add([X509BasicConstraintsExtension]::new($true, $false, 0, $true))
    $ca = $request.CreateSelfSigned($from, $until)
    [System.IO.File]::WriteAllText("${Directory}ca.pem", $ca.ExportCertificatePem())

    foreach ($name in 'board', 'desk') {
        $key = [ECDsa]::Create($curve)
        $request = [CertificateRequest]::new("CN=$name", $key, [HashAlgorithmName]::SHA256)
        $names = [SubjectAlternativeNameBuilder]::new()
        $names.AddDnsName('localhost')
        $request.CertificateExtensions.Add($names.Build($false))
        $certificate = $request.Create($ca, $from, $until, [RandomNumberGenerator]::GetBytes(8))
        [System.IO.File]::WriteAllText("${Directory}$name.pem", $certificate.ExportCertificatePem())
        [System.IO.File]::WriteAllText("${Directory}$name.key", $key.ExportPkcs8PrivateKeyPem())
        [System.IO.File]::SetUnixFileMode("${Directory}$name.key", 'UserRead, UserWrite')
    }
}
