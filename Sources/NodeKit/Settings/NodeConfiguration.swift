/// The configuration of a node: a plain struct whose initializer declares and reads every environment variable of the node.
///
/// ```swift
/// struct MintConfiguration: NodeConfiguration {
///     let common: CommonConfiguration
///     let minDebtorID: Needed<Int64>
///     let debtorsPerPage: Int
///
///     init(reader: inout ConfigurationReader) {
///         common = CommonConfiguration(reader: &reader, profile: .mint)
///         reader.section("Debtors Agent")
///         minDebtorID = reader.readNeeded("MIN_DEBTOR_ID", .id, "Lowest managed ID")
///         debtorsPerPage = reader.read("APP_DEBTORS_PER_PAGE", .integer(in: 1...100_000), default: 2000, "Page size of the enumeration")
///     }
/// }
/// ```
public protocol NodeConfiguration: Sendable {
    /// Reads the variables. A wrong value is replaced by its default here, and makes ``load(from:needs:)`` fail afterwards.
    init(reader: inout ConfigurationReader)

    /// What every node process needs.
    var common: CommonConfiguration { get }
}

extension NodeConfiguration {
    /// Reads the configuration and checks that everything that the command needs is there.
    ///
    /// - Parameters:
    ///   - needs: the names of variables that were declared with ``ConfigurationReader/readNeeded(_:_:fallback:_:)``, and of requirements
    /// of
    ///     ``ConfigurationReader/check(_:_:expected:neededBy:)``.
    ///   - warn: is told of the requirements that are not met and that the command does not need.
    /// - Throws: all problems together.
    public static func load(
        from environment: ProcessEnvironment, needs: [String] = [], warn: (ConfigurationProblem) -> Void = { _ in }
    ) throws(ConfigurationError) -> Self {
        var reader = ConfigurationReader(environment)
        let configuration = Self(reader: &reader)
        var problems = reader.problems
        for name in needs {
            guard let unmet = reader.needed[name] else { preconditionFailure("\(name) is not declared as a needed variable") }
            problems += unmet
        }
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        for unmet in reader.unmetRequirements where unmet.requirement.map({ !needs.contains($0) }) ?? true { warn(unmet.problem) }
        return configuration
    }

    /// All variables of the node, in the order of their declaration: name, type, default, range, meaning, section.
    public static var variables: [VariableDescription] {
        var reader = ConfigurationReader(ProcessEnvironment([:]))
        _ = Self(reader: &reader)
        return reader.variables
    }

    /// What distinguishes the node from others.
    static var profile: NodeProfile {
        var reader = ConfigurationReader(ProcessEnvironment([:]))
        return Self(reader: &reader).common.profile
    }

    /// The values in force in an environment, and everything that is wrong with it.
    static func inForce(in environment: ProcessEnvironment) -> (values: [ValueInForce], problems: [ConfigurationProblem]) {
        var reader = ConfigurationReader(environment)
        _ = Self(reader: &reader)
        return (reader.values, reader.problems)
    }

    /// All variables as Markdown tables.
    public static func documentation() -> String { VariableDescription.markdown(variables) }
}
