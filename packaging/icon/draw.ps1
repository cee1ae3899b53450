<#
.SYNOPSIS
    Draws icon.png: a limpet seen from above, on the rock it holds on to.
.DESCRIPTION
    The shell is a scalloped oval with ribs that run out from an apex off its middle, and bands of growth around it. The same script draws the same bytes.
.EXAMPLE
    dotnet run --project src/Limpet.Shell -- -File packaging/icon/draw.ps1
#>
param(
    [string] $Path = [System.IO.Path]::Join($PSScriptRoot, 'icon.png'),
    [int] $Size = 128
)

$ErrorActionPreference = 'Stop'
$samples = 3
$ribs = 17

# The colour of a point of the picture, both coordinates from -1 to 1, as red, green, blue and how much of it there is.
function Get-Color([double] $X, [double] $Y) {
    $corner = [Math]::Pow([Math]::Abs($X), 6) + [Math]::Pow([Math]::Abs($Y), 6)
    if ($corner -gt 0.9) {
        return 0, 0, 0, 0
    }

    $edge = 0.74 + 0.035 * [Math]::Cos($ribs * [Math]::Atan2($Y / 0.86, $X))
    $reach = [Math]::Sqrt($X * $X + ($Y / 0.86) * ($Y / 0.86)) / $edge
    if ($reach -gt 1.0) {
        $shade = if ($reach -lt 1.1) { 0.6 } else { 1.0 }
        return (38 * $shade), (72 * $shade), (92 * $shade), 1
    }

    $fromApexX = $X + 0.14
    $fromApexY = $Y + 0.12
    $angle = [Math]::Atan2($fromApexY, $fromApexX)
    $rib = 0.5 + 0.5 * [Math]::Cos($ribs * $angle)
    $band = 0.5 + 0.5 * [Math]::Cos(26 * [Math]::Pow($reach, 1.4))
    $light = 0.72 + 0.2 * $rib * $reach + 0.08 * $band - 0.2 * ($fromApexX + $fromApexY) * $reach
    $apex = [Math]::Max(0.0, 1.0 - [Math]::Sqrt($fromApexX * $fromApexX + $fromApexY * $fromApexY) / 0.16)
    return ((214 + 40 * $apex) * $light), ((176 + 60 * $apex) * $light), ((120 + 90 * $apex) * $light), 1
}

$rows = [System.IO.MemoryStream]::new()
for ($row = 0; $row -lt $Size; $row++) {
    $rows.WriteByte(0)
    for ($column = 0; $column -lt $Size; $column++) {
        $red = $green = $blue = $alpha = 0.0
        for ($i = 0; $i -lt $samples * $samples; $i++) {
            $x = 2 * ($column + (($i % $samples) + 0.5) / $samples) / $Size - 1
            $y = 2 * ($row + ([Math]::Floor($i / $samples) + 0.5) / $samples) / $Size - 1
            $color = Get-Color $x $y
            $red += $color[0] * $color[3]
            $green += $color[1] * $color[3]
            $blue += $color[2] * $color[3]
            $alpha += $color[3]
        }
        foreach ($part in $red, $green, $blue) {
            $rows.WriteByte([byte] [Math]::Min(255, [Math]::Round($(if ($alpha) { $part / $alpha } else { 0 }))))
        }
        $rows.WriteByte([byte] [Math]::Round(255 * $alpha / ($samples * $samples)))
    }
}

$table = [uint32[]]::new(256)
for ($n = 0; $n -lt 256; $n++) {
    $c = [uint32] $n
    for ($k = 0; $k -lt 8; $k++) {
        $c = if ($c -band 1) { 0xEDB88320L -bxor ($c -shr 1) } else { $c -shr 1 }
    }
    $table[$n] = $c
}

function Get-BigEndian([uint32] $Number) {
    $bytes = [System.BitConverter]::GetBytes($Number)
    [array]::Reverse($bytes)
    $bytes
}

# A part of a PNG file: its length, its name and data, and the checksum of those.
function Write-Chunk($Stream, [string] $Name, [byte[]] $Data) {
    [byte[]] $body = [System.Text.Encoding]::ASCII.GetBytes($Name) + $Data
    $crc = [uint32]::MaxValue
    foreach ($byte in $body) {
        $crc = $table[($crc -bxor $byte) -band 0xFF] -bxor ($crc -shr 8)
    }
    [byte[]] $whole = (Get-BigEndian $Data.Length) + $body + (Get-BigEndian ($crc -bxor [uint32]::MaxValue))
    $Stream.Write($whole, 0, $whole.Length)
}

$packed = [System.IO.MemoryStream]::new()
$zlib = [System.IO.Compression.ZLibStream]::new($packed, [System.IO.Compression.CompressionLevel]::SmallestSize, $true)
$zlib.Write($rows.ToArray(), 0, $rows.Length)
$zlib.Dispose()

$png = [System.IO.File]::Create($Path)
$png.Write([byte[]] (0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A), 0, 8)
Write-Chunk $png 'IHDR' ([byte[]] ((Get-BigEndian $Size) + (Get-BigEndian $Size) + (8, 6, 0, 0, 0)))
Write-Chunk $png 'IDAT' $packed.ToArray()
Write-Chunk $png 'IEND' ([byte[]] @())
$png.Dispose()
