using System.Text;
using Limpet.Core.Ksocks.Device;
using Limpet.Core.Messages;

namespace Limpet.Fuzzing.Seeds;

/// <summary>What people write, and what the kernel module does.</summary>
internal static class TextSeeds
{
    public static IEnumerable<byte[]> Endpoints() => Bytes(
        "unix:/tmp/l0", "/tmp/l0", "./l0", "tcp:localhost:5000", "localhost:5000", "tls:*:5000", "tcp::5000", "[::1]:5000", "tcp:[fe80::1%eth0]:1", "unix:", "tcp:a:b:1",
        "tcp:host:65536", "unix:/a\0b", "unix:/dir/", "", " ", "tcp:[::1:5", $"unix:/{new string('é', 60)}", "host", "tcp:[[::1]]:5", "tcp:a b:+5");

    public static IEnumerable<byte[]> Names() => Bytes(
        "$.A", "$.A.b.9", "$.*", "$.A.%", "$.Fred*", "$..Fred", "$.Fred.", "$", "Fred", "$.", "$.%.A", "", "$.é", $"$.{new string('x', 998)}", $"$.{new string('x', 999)}", "$.A\n");

    public static IEnumerable<byte[]> Patterns() => Bytes(
        "Kitchen\n$.Light\n$.Sensors.*\n!$.Sensors.Secret", "House.Kitchen\n$.KBUS.X\n$.*", "KBUS\n$.A\n!$.A", "$.A\n$.A.%\n$.A.*\n!$.A.%", "\n\n", "a\n$.a.b\n!\n$", $"{new string('p', 990)}\n$.abcdefgh\n!$.%");

    public static IEnumerable<byte[]> Bindings() => Bytes(
        "",
        $"{ProcBindings.Comment(0)}\n{ProcBindings.Format(new ProcBinding(0, 1, 4711, BindingKind.Listener, MessageName.Parse("$.*")))}\n",
        $"{ProcBindings.Format(new ProcBinding(255, uint.MaxValue, ulong.MaxValue, BindingKind.Replier, MessageName.Parse("$.A.%")))}\r\n",
        "  0:        1     4711  X  $.A", "  0:        1  R  $.A", "256: 1 1 R $.A", "0: 1 1 R $.A extra", ":", "\u2028\u0085#");

    public static IEnumerable<byte[]> Configs() =>
    [
        File.ReadAllBytes(Path.Combine(FuzzTargets.Corpus, "..", "..", "..", "examples", "limpet.json")),
        .. Bytes(
            """{"limpets":[{"kbus":1,"connect":"tls:hub.example:5000","networkId":17,"tls":{"certificate":"board.pem","trustedCa":"ca.pem"}}]}""",
            """{"limpets":[{"kbus":300,"lissten":"unix:/a","kbus":1}]}""",
            """{"limpets":[{"kbus":0,"listen":"unix:/run/a","socketMode":"0660","export":["$.Sensors.*","!$.A"],"exportPrefix":"Kitchen","stallTimeoutSec":1.5}]}""",
            "{", "", "[]", "nul", "{\"limpets\":[]}", "\uFEFF{\"limpets\":[{}]}", "{\"limpets\":[{\"listen\":\"\\ud800\"}]}", "/* */ {\"limpets\": [{\"kbus\": 1e2,},],}", new string('[', 40)),
        [0xFF, 0xFE, (byte)'{'],
    ];

    private static IEnumerable<byte[]> Bytes(params string[] texts) => texts.Select(Encoding.UTF8.GetBytes);
}
