namespace BatchProcessing.MLNet.Processing;

/// <summary>The columns of a class are not those that a transformer takes or gives.</summary>
/// <param name="message">Names the column, what is wrong with it, and the columns that there are.</param>
/// <param name="innerException">What ML.NET threw, if it was the one to find out.</param>
public sealed class SchemaMismatchException(string message, Exception? innerException = null)
    : ArgumentException(message, innerException);
