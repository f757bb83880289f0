namespace BatchProcessing.Benchmarks.Load;

/// <summary>What a load run measured. Times are seconds of wall clock; rates are documents a second.</summary>
internal sealed record LoadReport
{
    /// <summary>Comments uploaded.</summary>
    public required int Documents { get; init; }

    /// <summary>Bytes of the uploaded file.</summary>
    public required long Bytes { get; init; }

    /// <summary>UTF-8 bytes of a comment, on average.</summary>
    public required double MeanTextBytes { get; init; }

    /// <summary>From the first byte of the upload to its answer.</summary>
    public required double UploadS { get; init; }

    /// <summary>From the upload's answer to the moment the batch is seen completed.</summary>
    public required double ProcessingS { get; init; }

    /// <summary>From the first byte of the upload to the moment the batch is seen completed.</summary>
    public required double TotalS { get; init; }

    /// <summary>To read all result lines, checking them.</summary>
    public required double DownloadS { get; init; }

    /// <summary>Bytes of the result lines.</summary>
    public required long ResultBytes { get; init; }

    /// <summary>Whether every document was there once, in order, and succeeded, and the batch's counts agree.</summary>
    public required bool LedgerExact { get; init; }

    /// <summary>Comments over <see cref="TotalS"/>.</summary>
    public required double DocsPerS { get; init; }

    /// <summary>Most memory of the server process so far, in MB of 10⁶ bytes.</summary>
    public required double PeakRssMb { get; init; }

    /// <summary>The longest the status endpoint took to answer while the batch ran, in milliseconds.</summary>
    public required double SlowestStatusMs { get; init; }

    /// <summary>Processor time of the server process over <see cref="TotalS"/>.</summary>
    public required double ServerCpuS { get; init; }

    /// <summary>From the start of the server process to its first 200 of /health/ready.</summary>
    public required double ColdStartS { get; init; }

    /// <summary>The same models over the same texts from memory, on all cores.</summary>
    public required double RawScoringDocsPerS { get; init; }

    /// <summary>A plain loop on all cores: parse the same lines, score, write result lines to a file.</summary>
    public required double LoopDocsPerS { get; init; }

    /// <summary>Processor time of that loop: compares with <see cref="ServerCpuS"/> when other programs share the machine.</summary>
    public required double LoopCpuS { get; init; }

    /// <summary><see cref="LoopDocsPerS"/> over <see cref="DocsPerS"/>: what the service costs beyond the work itself.</summary>
    public required double Ratio { get; init; }

    /// <summary>Cores that both sides had.</summary>
    public required int Cores { get; init; }

    /// <summary>Puts the measurements together, rounded for reading.</summary>
    public static LoadReport Of(CorpusFile upload, InProcessRates inProcess, ServiceRun service) => new()
    {
        Documents = upload.Documents,
        Bytes = upload.Length,
        MeanTextBytes = Math.Round((double)upload.TextBytes / upload.Documents, 1),
        UploadS = Math.Round(service.Upload.TotalSeconds, 3),
        ProcessingS = Math.Round((service.Total - service.Upload).TotalSeconds, 3),
        TotalS = Math.Round(service.Total.TotalSeconds, 3),
        DownloadS = Math.Round(service.Download.TotalSeconds, 3),
        ResultBytes = service.ResultBytes,
        LedgerExact = service.IsExact,
        DocsPerS = Math.Round(upload.Documents / service.Total.TotalSeconds),
        PeakRssMb = Math.Round(service.PeakMemory / 1e6, 1),
        SlowestStatusMs = Math.Round(service.SlowestStatus.TotalMilliseconds, 1),
        ServerCpuS = Math.Round(service.ProcessorTime.TotalSeconds, 2),
        ColdStartS = Math.Round(service.ColdStart.TotalSeconds, 2),
        RawScoringDocsPerS = Math.Round(inProcess.RawScoring),
        LoopDocsPerS = Math.Round(inProcess.Loop),
        LoopCpuS = Math.Round(inProcess.LoopProcessorTime.TotalSeconds, 2),
        Ratio = Math.Round(inProcess.Loop * service.Total.TotalSeconds / upload.Documents, 3),
        Cores = Environment.ProcessorCount,
    };
}
