namespace BatchProcessing.Outages;

/// <summary>
/// Something the service stands on cannot be used for now: nobody's fault, so it uses no attempt up. Stores throw it in
/// place of their drivers' own exceptions; a fault of one blob or one statement is not an outage.
/// </summary>
/// <param name="kind">What cannot be used.</param>
/// <param name="message">What was seen.</param>
/// <param name="cause">The driver's exception.</param>
public sealed class OutageException(OutageKind kind, string message, Exception? cause = null) : IOException(message, cause)
{
    /// <summary>What cannot be used.</summary>
    public OutageKind Kind { get; } = kind;
}
