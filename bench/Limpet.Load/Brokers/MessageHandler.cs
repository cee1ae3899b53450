namespace Limpet.Load.Brokers;

/// <summary>What is called for each message that comes.</summary>
/// <param name="replyTo">The name that an answer is to have; empty for none. Gone after the call.</param>
/// <param name="data">The data. Gone after the call.</param>
internal delegate void MessageHandler(ReadOnlySpan<byte> replyTo, ReadOnlySpan<byte> data);
