namespace BatchProcessing.Server.Api;

/// <summary>Longer texts of the description of webhooks.</summary>
internal static class WebhookDescriptions
{
    public const string Add = """
        At the end of every batch the service posts `{"type":"batch.completed","timestamp":"…","data":{"batchId":"…",…}}` to it,
        signed as Standard Webhooks says: the header `webhook-signature` has `v1,` and the base64 HMAC-SHA256 of
        `webhook-id.webhook-timestamp.body` under the secret. The secret is in this answer and in no other.

        Any `2xx` within 15 s takes the message. Otherwise it is sent again, ten times in about three days, always under the
        same `webhook-id`; `Retry-After` is honoured and redirects are not followed. `410` disables the webhook. Addresses in
        private networks are `422` `forbidden-url`.
        """;

    public const string Rotate = """
        The new secret is in this answer and in no other. Until `previousValidUntil` messages have two signatures, one under
        each secret, parted by a space.
        """;

    public const string BatchSecret = """
        Messages to the `webhookUrl` of an upload are signed under a secret of the tenant. It is shown here and nowhere else;
        asked again, this replaces it, and until `previousValidUntil` the one before signs as well.
        """;

    public const string Deliveries = """
        One delivery for each run that ended. `id` is the header `webhook-id`. A delivery is forgotten when it has ended as
        long ago as batches are kept.
        """;
}
