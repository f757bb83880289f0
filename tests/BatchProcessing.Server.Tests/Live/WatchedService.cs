namespace BatchProcessing.Server.Tests.Live;

/// <summary>A service that works nothing by itself and looks for changes often.</summary>
public sealed class WatchedService() : HeldService(("Live:PollInterval", "00:00:00.050"), ("Live:Heartbeat", "00:00:01"));
