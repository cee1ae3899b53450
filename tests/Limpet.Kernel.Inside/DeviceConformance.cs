using Limpet.Core.Tests.Conformance;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Limpet.Core.Tests.Device;

public sealed class DeviceNames : NamesConformance<DeviceWorld>;

public sealed class DeviceBinding : BindingConformance<DeviceWorld>;

public sealed class DeviceSettings : SettingsConformance<DeviceWorld>;

public sealed class DeviceBytes : BytesConformance<DeviceWorld>;

public sealed class DeviceAnnouncements : AnnouncementConformance<DeviceWorld>;

public sealed class DeviceRequests : RequestConformance<DeviceWorld>;

public sealed class DeviceWaiting : WaitingConformance<DeviceWorld>;

public sealed class DeviceWaking : WakingConformance<DeviceWorld>;

public sealed class DeviceStatuses : StatusConformance<DeviceWorld>;

public sealed class DeviceBindEvents : BindEventConformance<DeviceWorld>;

public sealed class DeviceClosing : ClosingConformance<DeviceWorld>;
