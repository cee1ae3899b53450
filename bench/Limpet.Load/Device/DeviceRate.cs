namespace Limpet.Load.Device;

/// <summary>One run on a device.</summary>
/// <param name="PerSecond">Announcements a second.</param>
/// <param name="RequestsEach">Requests that the kernel made of the server for each.</param>
internal readonly record struct DeviceRate(double PerSecond, double RequestsEach);
