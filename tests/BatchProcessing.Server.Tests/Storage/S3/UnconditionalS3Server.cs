namespace BatchProcessing.Server.Tests.Storage.S3;

/// <summary>A server that takes no notice of the condition of a write, as older ones do.</summary>
public sealed class UnconditionalS3Server() : S3Server(refusesOverwrites: false);
