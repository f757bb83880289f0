namespace BatchProcessing.Webhooks;

/// <summary>Where a delivery is in its life.</summary>
public enum DeliveryState
{
    /// <summary>Waits for its next try, or is being tried.</summary>
    Pending,

    /// <summary>The receiver has answered with 2xx.</summary>
    Delivered,

    /// <summary>Given up: no try is left, or the receiver is gone.</summary>
    Failed,
}
