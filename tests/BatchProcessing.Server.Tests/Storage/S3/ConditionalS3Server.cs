namespace BatchProcessing.Server.Tests.Storage.S3;

/// <summary>A server that refuses to overwrite when it is asked to, as Amazon's does.</summary>
public sealed class ConditionalS3Server() : S3Server(refusesOverwrites: true);
