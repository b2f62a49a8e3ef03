import NodeKit
import SMPProtocol

/// The parts of accounts (CA-API 12.5–12.9).
extension CreditorsAPI {
    var accountPartRoutes: [Route] {
        let account = "/creditors/<i64:creditorId>/accounts/<i64:debtorId>/"
        return [
            .get(account + "config", Self.owner, handler: getConfig),
            .patch(account + "config", Self.owner, handler: updateConfig),
            .get(account + "display", Self.owner, handler: getDisplay),
            .patch(account + "display", Self.owner, handler: updateDisplay),
            .get(account + "exchange", Self.owner, handler: getExchange),
            .patch(account + "exchange", Self.owner, handler: updateExchange),
            .get(account + "knowledge", Self.owner, handler: getKnowledge),
            .patch(account + "knowledge", Self.owner, handler: updateKnowledge),
            .get(account + "info", Self.owner, handler: getInfo),
        ]
    }

    // MARK: Config (CA-API 12.5)

    @Sendable private func getConfig(_ request: APIRequest) async throws -> APIResponse {
        let account = try await store.accountData(request.accountKey).found()
        return .json { $0.config(account.key, account.config) }
    }

    @Sendable private func updateConfig(_ request: APIRequest) async throws -> APIResponse {
        let (change, pin) = try request.decode { body -> (ConfigRequest, String?) in
            body.type("AccountConfig")
            let change = ConfigRequest(
                updateID: body.updateID(), isScheduledForDeletion: body.boolean("scheduledForDeletion"),
                negligibleAmount: body.single("negligibleAmount", Self.requireNotNegative),
                allowUnsafeDeletion: body.boolean("allowUnsafeDeletion"),
                data: body.text(
                    "configData", default: "", maxLength: AccountConfiguration.dataMaxBytes,
                    maxBytes: (AccountConfiguration.dataMaxBytes, "The total byte-length of the config exceeds 2000 bytes.")))
            return (change, body.optionalPIN("pin"))
        }
        let config = try await store.updateConfig(request.accountKey, change, request.submitted(pin), rules)
        return .json { $0.config(request.accountKey, config) }
    }

    @Sendable private static func requireNotNegative(_ x: Double) throws(FieldProblem) {
        guard x >= 0 else { throw .below(0) }
    }

    // MARK: Display (CA-API 12.6)

    @Sendable private func getDisplay(_ request: APIRequest) async throws -> APIResponse {
        let display = try await store.display(request.accountKey).found()
        return .json { $0.display(request.accountKey, display) }
    }

    @Sendable private func updateDisplay(_ request: APIRequest) async throws -> APIResponse {
        let (updateID, settings, pin) = try request.decode { body -> (UpdateID, DisplaySettings, String?) in
            body.type("AccountDisplay")
            let settings = DisplaySettings(
                debtorName: body.optionalText("debtorName", minLength: 1, maxLength: 40),
                amountDivisor: body.number("amountDivisor") { x throws(FieldProblem) in
                    guard x > 0 else { throw .rule("Must be greater than 0.0.") }
                },
                decimalPlaces: Int32(body.integer("decimalPlaces", in: -20...20)),
                unit: body.optionalText("unit", minLength: 1, maxLength: 40), knownDebtor: body.boolean("knownDebtor"))
            return (body.updateID(), settings, body.optionalPIN("pin"))
        }
        let display = try await store.updateDisplay(request.accountKey, to: settings, updateID: updateID, request.submitted(pin), rules)
        return .json { $0.display(request.accountKey, display) }
    }

    // MARK: Exchange (CA-API 12.7)

    @Sendable private func getExchange(_ request: APIRequest) async throws -> APIResponse {
        let exchange = try await store.exchange(request.accountKey).found()
        return .json { $0.exchange(request.accountKey, exchange) }
    }

    /// What a request says of the exchange settings, the peg's URI not yet understood.
    private struct ExchangeRequest {
        let updateID: UpdateID
        let settings: ExchangeSettings
        let peg: (rate: Double, uri: String)?
        let pin: String?
    }

    @Sendable private func updateExchange(_ request: APIRequest) async throws -> APIResponse {
        let input = try request.decode(Self.readExchange) { input in
            input.settings.minPrincipal <= input.settings.maxPrincipal
                ? [] : ["maxPrincipal must be equal or greater than minPrincipal."]
        }
        var settings = input.settings
        let key = request.accountKey
        if let peg = input.peg {
            settings.peg = PegURI.account(peg.uri, of: key.creditor, requestPath: request.path, base: request.base)
                .map { .init(exchangeRate: peg.rate, debtor: $0) }
        }
        let isPegURIRight = (settings.peg == nil) == (input.peg == nil)
        let new = settings
        let exchange = try await store.updateExchange(
            key, to: new, updateID: input.updateID, isPegURIRight: isPegURIRight, request.submitted(input.pin), rules)
        return .json { $0.exchange(key, exchange) }
    }

    private static func readExchange(_ body: inout ObjectReader) -> ExchangeRequest {
        body.type("AccountExchange")
        let settings = ExchangeSettings(
            policy: body.optionalText("policy", minLength: 1, maxLength: 40), minPrincipal: body.integer("minPrincipal"),
            maxPrincipal: body.integer("maxPrincipal"))
        let peg = body.optionalObject("peg") { peg -> (rate: Double, uri: String) in
            peg.type("CurrencyPeg")
            return (peg.number("exchangeRate", requireNotNegative), peg.object("account", placeholder: "") { $0.text("uri") })
        }
        return ExchangeRequest(updateID: body.updateID(), settings: settings, peg: peg, pin: body.optionalPIN("pin"))
    }

    // MARK: Knowledge (CA-API 12.8)

    @Sendable private func getKnowledge(_ request: APIRequest) async throws -> APIResponse {
        let knowledge = try await store.knowledge(request.accountKey).found()
        return .json { $0.knowledge(request.accountKey, knowledge) }
    }

    @Sendable private func updateKnowledge(_ request: APIRequest) async throws -> APIResponse {
        let (updateID, document) = try request.decode(KnowledgeDocument.read) { KnowledgeDocument.complaints(about: $0.document) }
        let text = String(decoding: JSONValue.object(document).encoded(), as: UTF8.self)
        let knowledge = try await store.updateKnowledge(request.accountKey, to: text, updateID: updateID, rules) { stored in
            KnowledgeDocument.object(stored) != document
        }
        return .json { $0.knowledge(request.accountKey, knowledge) }
    }

    // MARK: Info (CA-API 12.9)

    @Sendable private func getInfo(_ request: APIRequest) async throws -> APIResponse {
        let account = try await store.accountData(request.accountKey).found()
        return .json { $0.info(account) }
    }
}
