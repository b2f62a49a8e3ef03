/// Reads environment variables and, in the same breath, declares them: each variable of a node appears once in its code, with name, type,
/// default and meaning, in the initializer of a plain struct (see ``NodeConfiguration``).
///
/// A wrong value does not stop the reading: the default stands in for it, the problem is remembered, and
/// ``NodeConfiguration/load(from:needs:)`` reports all problems together. The initializer therefore never sees an error, and its result is
/// thrown away when there was one.
public struct ConfigurationReader: Sendable {
    private let environment: ProcessEnvironment
    private var currentSection = "Common"
    /// Everything that was declared so far, for the documentation.
    public private(set) var variables: [VariableDescription] = []
    /// What holds for each variable that has an effect.
    private(set) var values: [ValueInForce] = []
    private(set) var problems: [ConfigurationProblem] = []
    /// The declared variables without a default, and the conditions that only some commands demand: what is wrong with each.
    private(set) var needed: [String: [ConfigurationProblem]] = [:]

    /// Conditions that are not met and that only some commands demand, in the order of their declaration.
    /// Without a requirement it is nobody who demands them.
    private(set) var unmetRequirements: [(requirement: String?, problem: ConfigurationProblem)] = []

    /// Reads from an environment.
    public init(_ environment: ProcessEnvironment) {
        self.environment = environment
    }

    /// Begins a section of the documentation.
    public mutating func section(_ title: String) {
        currentSection = title
    }

    /// A variable with a default.
    ///
    /// - Parameter defaultText: the default as the documentation shows it, when it is not simply the text of `defaultValue`.
    public mutating func read<Value>(
        _ name: String, _ type: ValueType<Value>, default defaultValue: Value, defaultText: String? = nil, _ meaning: String
    ) -> Value {
        let shownDefault = defaultText ?? type.describe(defaultValue)
        declare(name, type, shownDefault, meaning)
        guard let text = environment[name] else {
            record(name, shownDefault, .builtIn)
            return defaultValue
        }
        record(name, type.shown(text), .environment)
        return parse(name, text, type) ?? defaultValue
    }

    /// A variable without a default, where being absent means something.
    ///
    /// - Parameters:
    ///   - fallback: the name of another variable whose value is taken when this one is not set.
    ///   - defaultText: what holds when the variable is absent, for the documentation.
    public mutating func readOptional<Value>(
        _ name: String, _ type: ValueType<Value>, fallback: String? = nil, defaultText: String = "", _ meaning: String
    ) -> Value? {
        declare(name, type, defaultText, meaning)
        let names = [name, fallback].compactMap(\.self)
        guard let source = names.first(where: isSet), let text = environment[source] else {
            record(name, defaultText, .unset)
            return nil
        }
        record(name, type.shown(text), source == name ? .environment : .variable(source))
        return parse(source, text, type)
    }

    /// A variable without a default, which some commands need: they name it in ``NodeConfiguration/load(from:needs:)``.
    public mutating func readNeeded<Value>(
        _ name: String, _ type: ValueType<Value>, fallback: String? = nil, _ meaning: String
    ) -> Needed<Value> {
        let problemsBefore = problems.count
        let value = readOptional(name, type, fallback: fallback, meaning)
        // A wrong value is reported once, as wrong, and not a second time, as missing.
        needed[name] = value != nil || problems.count > problemsBefore ? [] : [.missing(name)]
        return Needed(name: name, value: value)
    }

    /// Says that a needed variable may be absent after all, because of the value of another one.
    public mutating func waive(_ name: String) {
        precondition(needed[name] != nil, "\(name) is not declared as a needed variable")
        needed[name] = []
    }

    /// A variable that is accepted and has no effect.
    public mutating func ignore(_ names: String..., meaning: String) {
        for name in names { declare(name, ValueType.text, "", "Accepted, without effect. \(meaning)") }
    }

    /// Whether the variable is set and not empty.
    public func isSet(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }

    /// A condition between values, or one that a type cannot express. Checked only when everything that was read so far is right, so that
    /// it never reports a consequence of another problem.
    ///
    /// - Parameter expected: completes "expected …".
    public mutating func check(_ condition: @autoclosure () -> Bool, _ variables: String..., expected: String) {
        guard problems.isEmpty, !condition() else { return }
        problems.append(.contradiction(variables, expected: expected))
    }

    /// A condition that only some commands demand: those that name `requirement` among their needs end when it is not met. All others say
    /// so in a warning and go on.
    ///
    /// - Parameters:
    ///   - expected: completes "expected …".
    ///   - isDemanded: false: this time it is a warning for everybody, also for commands that need the requirement.
    public mutating func check(
        _ condition: @autoclosure () -> Bool, _ variables: String..., expected: String, neededBy requirement: String,
        isDemanded: Bool = true
    ) {
        let isMet = !problems.isEmpty || condition()
        let unmet: [ConfigurationProblem] = isMet ? [] : [.contradiction(variables, expected: expected)]
        needed[requirement, default: []] += isDemanded ? unmet : []
        unmetRequirements += unmet.map { (isDemanded ? requirement : nil, $0) }
    }

    private mutating func declare<Value>(_ name: String, _ type: ValueType<Value>, _ defaultText: String, _ meaning: String) {
        precondition(!variables.contains { $0.name == name }, "the variable \(name) is declared twice")
        variables.append(
            VariableDescription(
                name: name, type: type.name, defaultText: defaultText, range: type.range, meaning: meaning, section: currentSection))
    }

    private mutating func record(_ name: String, _ text: String, _ origin: ValueInForce.Origin) {
        values.append(ValueInForce(name: name, text: text, origin: origin, section: currentSection))
    }

    private mutating func parse<Value>(_ name: String, _ text: String, _ type: ValueType<Value>) -> Value? {
        if !text.isEmpty || type.acceptsEmpty, let value = type.parse(text) { return value }
        problems.append(.wrong(name, value: text, isSecret: type.isSecret, expected: type.expected))
        return nil
    }
}
