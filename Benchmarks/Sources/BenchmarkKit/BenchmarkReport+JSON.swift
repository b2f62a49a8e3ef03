extension BenchmarkReport {
    /// One object on one line. Members that do not apply are left out.
    public var json: String {
        var members = ["\"name\": \(quoted(name))", "\"machine\": \(quoted(machine))"]
        members.append("\"parameters\": \(object(parameters.map { ($0.name, text($0.value)) }))")
        members.append("\"results\": [\(results.map(json).joined(separator: ", "))]")
        if !notes.isEmpty { members.append("\"notes\": [\(notes.map(quoted).joined(separator: ", "))]") }
        return "{\(members.joined(separator: ", "))}"
    }

    private func json(_ result: Case) -> String {
        var members = [
            ("case", quoted(result.name)), ("items", String(result.items)), ("seconds", number(result.seconds)),
            ("per_second", number(result.perSecond)),
        ]
        if !result.cpuMillisecondsPerItem.isEmpty {
            members.append(("cpu_ms_per_item", object(result.cpuMillisecondsPerItem.map { ($0.group, number($0.milliseconds)) })))
        }
        if let latency = result.latency {
            members.append(("latency_ms", object([("p50", number(latency.p50)), ("p99", number(latency.p99))])))
        }
        if let resident = result.residentMegabytes { members.append(("resident_mb", number(resident))) }
        if !result.figures.isEmpty { members.append(("figures", object(result.figures.map { ($0.name, number($0.value)) }))) }
        return object(members)
    }

    private func object(_ members: [(String, String)]) -> String {
        "{\(members.map { "\(quoted($0.0)): \($0.1)" }.joined(separator: ", "))}"
    }

    private func text(_ value: Value) -> String {
        switch value {
        case .integer(let integer): String(integer)
        case .number(let double): number(double)
        case .text(let string): quoted(string)
        }
    }

    /// Six significant digits are more than any measurement has. JSON knows neither infinity nor NaN.
    private func number(_ value: Double) -> String {
        precondition(value.isFinite, "a measurement is finite")
        return String(Double(significant(value, digits: 6))!)
    }

    private func quoted(_ string: String) -> String {
        var result = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
