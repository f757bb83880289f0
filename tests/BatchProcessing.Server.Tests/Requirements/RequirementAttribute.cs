namespace BatchProcessing.Server.Tests.Requirements;

/// <summary>Put on a class whose tests need a program that not every machine has; without it they are skipped.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class RequirementAttribute : Attribute
{
    /// <summary>Why the tests cannot run here; null when they can.</summary>
    public abstract string? Missing { get; }
}
