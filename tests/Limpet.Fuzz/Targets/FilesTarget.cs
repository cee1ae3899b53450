using Limpet.Core.Cuse.Files;
using Limpet.Fuzzing.Running;

namespace Limpet.Fuzzing.Targets;

/// <summary>What the kernel asks of <c>/run/kbus</c>: requests, one after another (see <see cref="FuseRequests"/>).</summary>
internal sealed class FilesTarget() : FuzzTarget("files", FileSession.BufferSize)
{
    private static readonly byte[] s_reply = new byte[FileSession.BufferSize];
    private static readonly byte[] s_text = [.. Enumerable.Range(0, 300).Select(i => (byte)('a' + (i % 26)))];
    private static readonly ServedFile[] s_files = [new("bindings", () => s_text), new("stats", () => []), new("broken", () => throw new IOException("It cannot be made."))];

    public override bool HasSteps => true;

    public override void Run(ReadOnlySpan<byte> input)
    {
        var session = new FileSession(s_files);
        var reader = new InputReader(input);
        while (!reader.IsEmpty)
        {
            var request = FuseRequests.Next(ref reader);
            using var step = Step();
            FuseRequests.Answer(session, request, s_reply);
        }

        session.Ended();
    }
}
