namespace BatchProcessing.Benchmarks.Plain;

/// <summary>The jobs of a program that uses Hangfire by hand. Labels are kept in memory.</summary>
/// <param name="model">What gives the labels.</param>
/// <param name="labels">Receives them.</param>
internal sealed class CommentJobs(CommentModel model, CommentLabels labels)
{
    /// <summary>A job for one document.</summary>
    public void LabelOne(string id, string text) => labels.Add(id, model.Predict(text));

    /// <summary>A job for many documents.</summary>
    public void LabelMany(Comment[] comments)
    {
        foreach (var (comment, label) in comments.Zip(model.Predict(comments)))
            labels.Add(comment.Id, label);
    }
}
