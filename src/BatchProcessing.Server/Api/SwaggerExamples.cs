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
                      "cancel":"/api/batches/{{Id}}/cancel","pause":"/api/batches/{{Id}}/pause",
                      "resume":"/api/batches/{{Id}}/resume","retry":"/api/batches/{{Id}}/retry"} }
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
                      "cancel":"/api/batches/{{Id}}/cancel","pause":"/api/batches/{{Id}}/pause",
                      "resume":"/api/batches/{{Id}}/resume","retry":"/api/batches/{{Id}}/retry"} }
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
