namespace BatchProcessing.Webhooks;

/// <summary>Brings a message to its receiver.</summary>
public interface IWebhookSender
{
    /// <summary>Tries once. What goes wrong on the way is told by the result.</summary>
    /// <exception cref="OperationCanceledException">The process stops; whether the receiver has the message is not known.</exception>
    Task<DeliveryAttempt> SendAsync(DeliveryLease lease, CancellationToken stopping);
}
