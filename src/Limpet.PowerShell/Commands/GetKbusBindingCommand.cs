using System.Management.Automation;

using Limpet.Core.Ksocks;
using Limpet.Core.Messages;
using Limpet.PowerShell.Completion;
using Limpet.PowerShell.Devices;
using Limpet.PowerShell.Errors;
using Limpet.PowerShell.Validation;

namespace Limpet.PowerShell.Commands;

/// <summary>Get-KbusBinding: who is bound to what on a bus, newest first, without opening a Ksock on it.</summary>
[Cmdlet(VerbsCommon.Get, "KbusBinding")]
[OutputType(typeof(KbusBindingInfo))]
public sealed class GetKbusBindingCommand : KbusCmdlet
{
    /// <summary>Names as they are bound, or PowerShell's patterns for them: <c>*</c> stands for anything, so that it finds wildcards too. Case does not matter.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MessageNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The number of the bus, 0 to 255; every bus there is without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [KbusNumber]
    [ArgumentCompleter(typeof(KbusNumberCompleter))]
    public int Kbus { get; set; }

    /// <summary>Listener or Replier; both without it.</summary>
    [Parameter]
    public BindingKind Kind { get; set; }

    /// <summary>Which kind of bus the number means.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public KbusBackend Backend { get; set; }

    private protected override void Process()
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Kbus)))
        {
            OrReport(Kbus, () =>
            {
                if (!TryShow(Kbus, Backend))
                {
                    WriteError(ErrorRecords.NoBus(Kbus, Backend));
                }
            });
            return;
        }

        OrReport(target: null, () =>
        {
            foreach (var number in Session.Buses.Numbers())
            {
                OrReport(number, () => ShowAll(number));
            }
        });
    }

    // One that has ended since it was found is none, and no error.
    private void ShowAll(int number)
    {
        foreach (var backend in Session.Buses.Backends(number).Where(backend => Backend == KbusBackend.Auto || backend == Backend))
        {
            OrReport(number, () => TryShow(number, backend));
        }
    }

    private bool TryShow(int number, KbusBackend backend)
    {
        StopToken.ThrowIfCancellationRequested();
        if (Session.Buses.Bindings(number, backend) is not { } bindings)
        {
            return false;
        }

        var kinds = MyInvocation.BoundParameters.ContainsKey(nameof(Kind)) ? [Kind] : Enum.GetValues<BindingKind>();
        var patterns = Name.Select(name => new WildcardPattern(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant)).ToList();
        foreach (var binding in bindings)
        {
            var name = binding.Name.Value;
            if (kinds.Contains(binding.Kind) && (patterns.Count == 0 || patterns.Exists(pattern => pattern.IsMatch(name))))
            {
                Session.Names.Add(name);
                WriteObject(new KbusBindingInfo(binding));
            }
        }

        return true;
    }
}
