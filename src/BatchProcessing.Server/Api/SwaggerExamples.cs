using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace BatchProcessing.Server.Api;

/// <summary>Gives operations an example of what they take and answer.</summary>
internal sealed class SwaggerExamples : IOperationFilter
{
    private const string Id = "0197c3f4-6a51-7d58-a021-a855331a8454";

    private static readonly Dictionary<string, string> Requests = new(StringComparer.Ordinal)
    {
        ["AnalyseBatch"] = """["I was charged twice for the same order.", {"id":"c2","text":"No me ha llegado el pedido."}]""",
    };

    private static readonly Dictionary<string, string> Answers = new(StringComparer.Ordinal)
    {
        ["BulkUpload"] = $$"""
            {"batchId":"{{Id}}","totalDocuments":305,"documentIds":["c0001","c0002"],
             "links":{"self":"/api/batches/{{Id}}","documents":"/api/batches/{{Id}}/documents",
                      "results":"/api/batches/{{Id}}/results","errors":"/api/batches/{{Id}}/errors",
                      "manifest":"/api/batches/{{Id}}/manifest","cancel":"/api/batches/{{Id}}/cancel",
                      "pause":"/api/batches/{{Id}}/pause","resume":"/api/batches/{{Id}}/resume","retry":"/api/batches/{{Id}}/retry"} }
            """,
        ["GetBatch"] = $$"""
            {"id":"{{Id}}","name":"comments","status":"running","outcome":null,"stopReason":null,
             "after":null,"afterOutcome":null,"startAt":null,"maxFailureRatio":0.2,"run":1,
             "counts":{"total":305,"succeeded":198,"failed":2,"notProcessed":0,"pending":105},"percent":65.57,
             "documentsPerSecond":1093.4,"estimatedEndAt":"2026-01-05T12:56:53Z","chunks":{"total":3,"done":2},
             "createdAt":"2026-01-05T12:56:52Z","startedAt":"2026-01-05T12:56:52Z","updatedAt":"2026-01-05T12:56:53Z","endedAt":null,
             "durationSeconds":0.183,"errors":{"column-count":1,"empty":1},
             "distributions":{"sentiment":{"negative":97,"neutral":61,"positive":40} },"analyses":["sentiment"],
             "models":{"sentiment":["language@1","sentiment-en@1","sentiment-es@1"] },"metadata":null,
             "links":{"self":"/api/batches/{{Id}}","documents":"/api/batches/{{Id}}/documents",
                      "results":"/api/batches/{{Id}}/results","errors":"/api/batches/{{Id}}/errors",
                      "manifest":"/api/batches/{{Id}}/manifest","cancel":"/api/batches/{{Id}}/cancel",
                      "pause":"/api/batches/{{Id}}/pause","resume":"/api/batches/{{Id}}/resume","retry":"/api/batches/{{Id}}/retry"} }
            """,
        ["GetManifest"] = $$"""
            {"batchId":"{{Id}}","run":1,"status":"completed","endedAt":"2026-01-05T12:56:53Z",
             "documents":305,"succeeded":300,"failed":5,"notProcessed":0,
             "files":[{"name":null,"sha256":"a1f9e9cf0c7d2b6e0a0f4c1d6e8f2f4e9b0d3c5a7e6f1b2c3d4e5f60718293a4","bytes":34567,"documents":305}],
             "models":[{"reference":"language@1","checksum":"0d9f3c5b7a1e2d4f6a8b0c1d2e3f405162738495a6b7c8d9e0f1a2b3c4d5e6f7"}],
             "resultsSha256":"5e1b2c3d4f5061728394a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5c6d7e8f90",
             "chunks":[{"firstOrdinal":0,"documents":305,"bytes":90210,"sha256":"7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d"}]}
            """,
        ["ListDocuments"] = """
            {"items":[{"ordinal":0,"id":"c0001","file":null,"line":2,"status":"succeeded","error":null}],"nextCursor":"MQ"}
            """,
        ["ListErrors"] = """
            {"items":[{"ordinal":40,"id":"c0041","file":null,"line":42,"status":"failed",
             "error":{"code":"empty","message":"Line 42: The text is empty."}}],"nextCursor":null}
            """,
        ["GetDocument"] = """
            {"ordinal":0,"id":"c0001","line":2,"status":"succeeded","sentiment":{"label":"positive","confidence":0.8571,
             "scores":{"negative":0.0412,"neutral":0.1017,"positive":0.8571},"model":"sentiment-es@1"}}
            """,
        ["TrainModel"] = """
            {"name":"tickets","version":1,"reference":"tickets@1","kind":"classification","isShared":false,"state":"queued",
             "isActive":false,"progress":0,"createdAt":"2026-01-05T12:56:52Z"}
            """,
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        string id = operation.OperationId ?? "";
        if (Requests.TryGetValue(id, out string? request))
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    ["application/json"] = new OpenApiMediaType { Example = JsonNode.Parse(request) },
                },
            };
        }

        if (!Answers.TryGetValue(id, out string? answer)) return;
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (!status.StartsWith('2') || response.Content is not { } content) continue;
            foreach (var media in content.Values.OfType<OpenApiMediaType>()) media.Example = JsonNode.Parse(answer);
        }
    }
}
