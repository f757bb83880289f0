namespace BatchProcessing.Models;

/// <summary>A training that a tenant asks for.</summary>
/// <param name="Name">The model's name; one of the service's own is refused.</param>
/// <param name="Kind">The analysis it is for.</param>
/// <param name="Runtime">What trains and scores it, in lower case: <c>linear</c>, or the runtime of another trainer.</param>
/// <param name="TextColumn">The column of the texts.</param>
/// <param name="LabelColumn">The column of the labels.</param>
public sealed record TrainingRequest(string Name, string Kind, string Runtime, string TextColumn, string LabelColumn);
