using RadLine;

namespace Limpet.Shell.Prompting;

/// <summary>A key of the line editor that does what the given code does.</summary>
internal sealed class EditorCommand(Action<LineEditorContext> execute) : LineEditorCommand
{
    public override void Execute(LineEditorContext context) => execute(context);
}
