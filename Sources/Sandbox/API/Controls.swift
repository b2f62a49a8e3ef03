import NodeKit
import SMPProtocol

// What tests may make the authority do (AA 12.5). Every control answers when the messages that it leads to are on their way.

extension SandboxAPI {
    var controlEndpoints: [Endpoint] {
        [
            order(
                "/heartbeats", .heartbeat,
                "Send the state of accounts again. Body, as in all orders: {} or {\"debtorId\", \"creditorId\"}"),
            order("/reminders", .reminder, "Send again what is prepared"),
            order("/capitalizations", .capitalization, "Pay the accumulated interest, where it is worth while"),
            order("/deletions", .deletion, "Try to delete the accounts that ask for it"),
            order("/purges", .purge, "Remove deleted accounts for good, now"),
            order("/rates", .rates, "Apply interest rates that still have to wait, now"),
            Endpoint(
                method: .post, path: "/currencies",
                summary: "Make or change a currency without its issuer: "
                    + "{\"debtorId\", \"negligibleAmount\", \"rate\", \"limit\", \"info\"}",
                body: .json, handler: configureCurrency),
            Endpoint(
                method: .post, path: "/clock", summary: "Move the ledger into the future: {\"advanceSeconds\": 2592000}", body: .json,
                handler: advanceClock),
            Endpoint(
                method: .post, path: "/answers",
                summary: "Decide the next answers: {\"to\": \"PrepareTransfer\", \"statusCode\": \"…\", "
                    + "\"amount\", \"wrong\", \"count\", \"debtorId\", \"creditorId\"}",
                body: .json, handler: planAnswer),
            Endpoint(method: .delete, path: "/answers", summary: "Forget the answers that were not given yet") { _ in
                await authority.forgetPlannedAnswers()
                return .noContent
            },
        ]
    }

    private func order(_ path: String, _ order: Authority.Order, _ summary: String) -> Endpoint {
        Endpoint(method: .post, path: path, summary: summary, body: .json) { request in
            let selection = try request.decode { $0.selection() }
            let (messages, ticket) = await authority.execute(order, selection)
            return try await Self.done(messages, ticket)
        }
    }

    /// What an issuer would configure (AA 4.2, 4.3): `negligibleAmount` is how much may be issued, everything without it.
    private func configureCurrency(_ request: APIRequest) async throws -> APIResponse {
        let (debtorID, negligible, configuration) = try request.decode { body in
            let debtorID: DebtorID = body.value("debtorId", placeholder: 0) { json throws(FieldProblem) in try json.id() }
            let negligible = body.optionalNumber("negligibleAmount", in: 0...Double(Float.greatestFiniteMagnitude)) ?? 1e30
            var configuration = JSONObject()
            configuration["type"] = "RootConfigData"
            for name in ["rate", "limit", "info"] {
                configuration[name] = body.optionalValue(name) { json throws(FieldProblem) in json }
            }
            return (debtorID, Float(negligible), configuration)
        }
        let data = String(decoding: JSONValue.object(configuration).encoded(), as: UTF8.self)
        guard await authority.book.parseRootConfiguration(data) != nil else {
            throw APIError.invalid(FieldErrors("The authority would refuse \(data).", at: "rate"))
        }
        let (messages, ticket) = await authority.configureCurrency(debtorID, data: data, negligibleAmount: negligible)
        return try await Self.done(messages, ticket)
    }

    private func advanceClock(_ request: APIRequest) async throws -> APIResponse {
        let seconds = try request.decode { $0.integer("advanceSeconds", in: 0...LedgerClock.maximumOffsetSeconds) }
        guard let (messages, ticket) = await authority.advance(seconds: seconds) else {
            throw APIError.invalid(FieldErrors("The ledger would be more than a hundred years ahead.", at: "advanceSeconds"))
        }
        return try await Self.done(messages, ticket)
    }

    /// The number of messages, as soon as the broker has them.
    static func done(_ messages: Int, _ ticket: Ticket) async throws -> APIResponse {
        guard await ticket.wait() else { throw CancellationError() }
        return .json { json in
            json.beginObject()
            json.member("messages", messages)
            json.endObject()
        }
    }

    private func planAnswer(_ request: APIRequest) async throws -> APIResponse {
        let answer = try request.decode { body in
            PlannedAnswer(
                question: body.value("to", placeholder: .configuration) { json throws(FieldProblem) in
                    guard let question = PlannedAnswer.Question(rawValue: try json.text()) else { throw .patternMismatch }
                    return question
                },
                selection: body.selection(),
                statusCode: body.optionalText("statusCode", minLength: 1, maxLength: 30) {
                    $0.utf8.allSatisfy { $0 < 0x80 } && $0 != StatusCode.ok
                },
                amount: body.optionalInteger("amount", in: 0...Int64.max),
                wrongFields: Set((body.words("wrong", WrongField.allCases.map(\.rawValue)) ?? []).compactMap(WrongField.init)),
                count: Int(body.optionalInteger("count", in: 1...1_000_000) ?? 1))
        } rules: { answer in
            if answer.statusCode == nil && answer.amount == nil && answer.wrongFields.isEmpty {
                return ["Give statusCode, amount or wrong."]
            }
            if answer.statusCode == nil && answer.question == .configuration {
                return ["A configuration can only be refused: give statusCode."]
            }
            return []
        }
        await authority.plan(answer)
        return .noContent
    }
}
