namespace BatchProcessing.Server.Api;

/// <summary>Longer texts of the API description.</summary>
internal static class UploadDescriptions
{
    public const string BulkUpload = """
        Send `multipart/form-data` with up to 1,000 files (txt, md, html, docx, eml: one document each; csv, tsv, jsonl, ndjson,
        xlsx, xls: a document a row; zip: any of them), or one table, workbook or archive as the raw body (`text/csv`,
        `application/x-ndjson`, …). The body is streamed and may be gzip-encoded. Tables name their columns: `text` is needed; `id`, `source` and `timestamp` are taken when there.

        Options are query parameters, or form fields that come before the first file: `name`, `analyses` (comma-separated,
        default all), `idColumn`, `textColumn`, `delimiter`, `onInvalid` (`skip`: bad rows become failed documents;
        `fail`: the first bad row refuses the upload), `metadata` (a JSON object kept with the batch), `maxFailureRatio`
        (0 to 1: the batch stops as `failed` when more than this part of its ended documents failed; results so far stay),
        `after` (the id of a batch that must have ended first), `afterOutcome` (`completed`, else this batch is cancelled;
        or `any`), `startAt` (a time as `2026-01-31T18:30:00Z` before which it does not run), `webhookUrl` (told when the batch
        has ended: see the tag Webhooks).

        With an `Idempotency-Key` (1 to 255 printable characters, remembered for 24 hours) an upload can be sent again: the same
        options and files give the same batch, however they are framed or compressed; others give `422`
        `idempotency-mismatch`. While the first is in progress the answer is `409` `idempotency-in-progress` with `Retry-After`.

        `202` means that every document is on stable storage. An upload that breaks off leaves nothing.
        """;

    public const string ProcessFile = """
        Paths are relative to the folder `Files:Root`, with `/` between names; links are not followed. The answer comes when
        all results are written; until then the output, if there is one, is left as it is. One file is processed at a time.
        """;

    public const string Batch = """
        The body is a JSON array of strings, or of objects with `text` and optionally `id`, `source` and `timestamp`.
        Nothing is stored. Results come in input order; a bad document is a failed result, never a failed request.
        """;
}
