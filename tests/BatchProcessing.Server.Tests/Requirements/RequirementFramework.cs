using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("BatchProcessing.Server.Tests.Requirements.RequirementFramework", "BatchProcessing.Server.Tests")]

namespace BatchProcessing.Server.Tests.Requirements;

/// <summary>xunit, and every test of a class whose <see cref="RequirementAttribute"/> is not met is skipped, inherited ones too.</summary>
public sealed class RequirementFramework(IMessageSink messages) : XunitTestFramework(messages)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assemblyName, ISourceInformationProvider sources, IMessageSink messages)
        : XunitTestFrameworkExecutor(assemblyName, sources, messages)
    {
        private readonly IMessageSink _messages = messages;

        protected override void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(testCases.Select(Checked), executionMessageSink, executionOptions);

        private IXunitTestCase Checked(IXunitTestCase test)
        {
            var type = test.TestMethod.TestClass.Class as IReflectionTypeInfo;
            string? missing = type?.Type.GetCustomAttributes<RequirementAttribute>().Select(r => r.Missing).FirstOrDefault(m => m is not null);
            return missing is null ? test : new SkippedCase(_messages, test, missing);
        }
    }

    private sealed class SkippedCase : XunitTestCase
    {
        [Obsolete("xunit asks for it; a case made here is run here.", error: true)]
        public SkippedCase()
        {
        }

        public SkippedCase(IMessageSink messages, IXunitTestCase test, string reason)
            : base(messages, TestMethodDisplay.ClassAndMethod, TestMethodDisplayOptions.None, test.TestMethod, test.TestMethodArguments)
        {
            // After the base class has read the method's own attribute.
            Initialize();
            SkipReason = reason;
        }
    }
}
