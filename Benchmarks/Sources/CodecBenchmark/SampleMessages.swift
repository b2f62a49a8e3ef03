import SMPProtocol

/// Messages as an accounting authority sends them; no two are equal.
enum SampleMessages {
    static func accountUpdate(_ index: Int) -> AccountUpdate {
        let number = Int64(index)
        let ts = moment(number)
        return AccountUpdate(
            debtorID: DebtorID(number % 50 &* 7_777_777_777_777), creditorID: CreditorID(0x0000_0101_0000_0000 + number * 7919),
            creationDate: CalendarDate(rawValue: Int32(19_000 + index % 900)), lastChangeTs: ts,
            lastChangeSeqnum: SequenceNumber(Int32(index) * 31),
            principal: number * 1_234_567, interest: Double(index) * 17.318264590125, interestRate: Double(index % 70) / 10,
            lastInterestRateChangeTs: Timestamp(seconds: 1_650_000_000 + number), lastConfigTs: ts.adding(days: -3),
            lastConfigSeqnum: SequenceNumber(Int32(index % 9)), negligibleAmount: Float(index % 3 == 0 ? 1e30 : 100.5),
            configFlags: 0, configData: "",
            accountID: AccountID("\(number * 104_729)") ?? .none,
            debtorInfoIRI: "https://debtors.example.com/\(number % 50)/documents/\(number)/public",
            debtorInfoContentType: "application/vnd.swaptacular.coin-info+json",
            debtorInfoSHA256: String(repeating: "0123456789ABCDEF", count: 4), lastTransferNumber: TransferNumber(number + 1),
            lastTransferCommittedAt: ts.adding(seconds: -60), demurrageRate: -50, commitPeriod: 2_592_000,
            transferNoteMaxBytes: 500, ts: ts, ttl: 604_800)
    }

    static func accountTransfer(_ index: Int) -> AccountTransfer {
        let number = Int64(index)
        let ts = moment(number)
        return AccountTransfer(
            transferNoteFormat: index % 4 == 0 ? "-cXchge" : "", transferNote: notes[index % notes.count],
            debtorID: DebtorID(number % 50 &* 7_777_777_777_777),
            creditorID: CreditorID(0x0000_0101_0000_0000 + number * 7919), coordinatorType: index % 4 == 0 ? .agent : .direct,
            creationDate: CalendarDate(rawValue: Int32(19_000 + index % 900)), transferNumber: TransferNumber(number + 2),
            sender: AccountID("\(number * 104_729)") ?? .none, recipient: AccountID("\(number * 1_299_709)") ?? .none,
            acquiredAmount: number * 97 + 1, committedAt: ts.adding(seconds: -1), principal: number * 1_234_567, ts: ts,
            previousTransferNumber: TransferNumber(number + 1))
    }

    private static let notes = [
        "Trading session: 4711\nBuyer: 10000000005\nSeller: 10100000001\n", "", "Rent for May, thank you", "за кафето ☕",
    ]

    private static func moment(_ number: Int64) -> Timestamp {
        Timestamp(microseconds: 1_716_208_496_000_000 + number * 1_234_567_891)
    }

    /// The document as it comes through the bridge: with spaces, reversed order, and escapes (SMP 2.1).
    static func bridged(_ document: [UInt8]) -> [UInt8] {
        guard let value = try? JSONValue(json: document, limits: .message), case .object(let object) = value else {
            preconditionFailure("a sample is not valid")
        }
        let members = object.members.reversed().map { member in
            "\"\(member.name)\": \(escaped(String(decoding: member.value.encoded(), as: UTF8.self)))"
        }
        return Array("{\(members.joined(separator: ", "))}".utf8)
    }

    private static func escaped(_ json: String) -> String {
        json.utf16.map { unit in
            let digits = String(unit, radix: 16)
            return unit < 0x80
                ? String(UnicodeScalar(UInt8(unit))) : "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
