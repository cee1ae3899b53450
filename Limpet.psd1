@{
    RootModule           = 'Limpet.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '6a0d6f0e-3f7b-4c57-9d0e-0f1b8a4c2d95'
    Author               = 'The Limpet authors'
    CompanyName          = 'The Limpet authors'
    Copyright            = 'Copyright (c) 2026 The Limpet authors. MIT License.'
    Description          = 'KBUS from PowerShell: send and receive messages, answer Requests, and join two buses with a Limpet, on a kernel device or on an embedded bus.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('Limpet.Format.ps1xml')
    TypesToProcess       = @('Limpet.Types.ps1xml')
    FunctionsToExport    = @()
    CmdletsToExport      = @(
        'Close-Ksock'
        'Connect-LimpetSocket'
        'Disconnect-LimpetSocket'
        'Export-LimpetConfig'
        'Get-KbusBinding'
        'Get-KbusDevice'
        'Get-KbusMessage'
        'Get-Limpet'
        'Get-LimpetLog'
        'Measure-Kbus'
        'New-KbusDevice'
        'Open-Ksock'
        'Register-KbusReplier'
        'Remove-KbusDevice'
        'Send-KbusMessage'
        'Set-KbusDevice'
        'Set-LimpetLog'
        'Start-Limpet'
        'Stop-Limpet'
        'Wait-KbusMessage'
    )
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('KBUS', 'Limpet', 'MessageBus', 'Linux', 'Embedded', 'PSEdition_Core')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
