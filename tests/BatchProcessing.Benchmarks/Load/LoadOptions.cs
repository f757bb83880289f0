namespace BatchProcessing.Benchmarks.Load;

/// <summary>What the load run does.</summary>
/// <param name="Documents">Comments to upload.</param>
/// <param name="Format"><see cref="CorpusFile.JsonLines"/> or <see cref="CorpusFile.Csv"/>.</param>
/// <param name="Seed">Chooses the comments.</param>
/// <param name="Servers">The servers.</param>
/// <param name="Keep">Whether the files of the run stay, for a look afterwards.</param>
internal sealed record LoadOptions(int Documents, string Format, int Seed, ServerOptions Servers, bool Keep);
