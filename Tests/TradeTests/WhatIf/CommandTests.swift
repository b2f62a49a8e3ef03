import Foundation
import Testing

@Suite("The built command", .timeLimit(.minutes(10)))
struct CommandTests {
    /// The results, without what differs from run to run.
    private func trades(_ run: CommandRun) throws -> Substring {
        #expect(run.status == 0)
        #expect(run.errors == "")
        let end = try #require(run.text.range(of: ",\"seconds\":"))
        return run.text[..<end.lowerBound]
    }

    @Test("solve gives the same from JSON and from the binary form, from a file and from standard input")
    func sources() throws {
        let folder = try TemporaryFolder()
        let parameters = ["--n-currencies", "20", "--n-traders", "500", "--seed", "42", "--skew", "1", "--max-collectors", "3"]
        let json = try CommandRun(["generate"] + parameters)
        let binary = try CommandRun(["generate", "--format", "binary"] + parameters)
        #expect(json.status == 0 && binary.status == 0)
        let file = try folder.file("market.json", json.output).path
        let expected = try trades(CommandRun(["solve", file]))
        #expect(expected.hasPrefix("{\"prices\":[[1001,1.0],"))
        #expect(try trades(CommandRun(["solve", "-"], input: json.output)) == expected)
        #expect(try trades(CommandRun(["solve", "-"], input: binary.output)) == expected)
        #expect(try trades(CommandRun(["solve", folder.file("market", binary.output).path, "--improve-seconds", "100"])) == expected)
        #expect(try trades(CommandRun(["solve", file, "--greedy-only"])) != expected)
        #expect(try CommandRun(["solve", file, "--format", "table"]).text.contains("cleared value"))
    }

    @Test("generate draws the market of the check values (MG 1)")
    func checkValues() throws {
        let run = try CommandRun(["generate", "--n-currencies", "60", "--n-traders", "3000", "--seed", "42"])
        let market = try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
        let sells = try #require(market["sell_offers"] as? [[Int]])
        let buys = try #require(market["buy_offers"] as? [[Int]])
        let currencies = try #require(market["currencies"] as? [[Any]])
        #expect(currencies[1][4] as? Int == 1001 && currencies[1][5] as? Double == 1.14)
        #expect(currencies[2][4] as? Int == 1001 && currencies[2][5] as? Double == 0.71)
        #expect(sells.count == 4513 && sells.reduce(0) { $0 + $1[2] } == 217_181_315)
        #expect(sells.prefix(3).map { Array($0.prefix(3)) } == [[1, 1021, 14229], [2, 1003, 31571], [2, 1013, 151_948]])
        #expect(buys.count == 5815 && buys.reduce(0) { $0 + $1[2] } == 274_646_350)
        #expect(buys.prefix(3) == [[1, 1005, 13825], [2, 1052, 152_126], [2, 1053, 1554]])
    }

    @Test("a wrong file ends with status 65 and one line that says where, and nothing else is printed", arguments: ["json", "table"])
    func wrongFiles(format: String) throws {
        let text = MarketFileTests.valid.replacing("[102, 2, 9000, 9]", with: "[102, 2, -1, 9]")
        let market = try CommandRun(["solve", "-", "--format", format], input: Array(text.utf8))
        #expect(market.status == 65 && market.output == [])
        #expect(market.errors == "standard input: line 6: sell_offers[1][2]: the amount of an offer must be greater than 0\n")
        let bids = try CommandRun(["bids", "-", "--format", format], input: Array("{\"batches\": [[[1, 2, 3, 4]]]}".utf8))
        #expect(bids.status == 65 && bids.output == [])
        #expect(bids.errors == "standard input: line 1: batches[0][0]: 4 elements; expected 5\n")
        let binary = try CommandRun(["solve", "-", "--format", format], input: Array("swpt-market-1\n\u{1}l".utf8))
        #expect(binary.status == 65 && binary.output == [])
        #expect(binary.errors == "standard input: byte 16: the file ends too early\n")
    }

    @Test("a file that cannot be read ends with status 66", arguments: ["solve", "bids"])
    func unreadableFiles(command: String) throws {
        let folder = try TemporaryFolder()
        let missing = try CommandRun([command, folder.path + "/none"])
        #expect(missing.status == 66 && missing.output == [])
        #expect(missing.errors == "\(folder.path)/none: cannot be opened: No such file or directory\n")
        let directory = try CommandRun([command, folder.path])
        #expect(directory.status == 66 && directory.output == [])
        #expect(directory.errors == "\(folder.path): cannot be read: Is a directory\n")
    }

    @Test("a market that the rules refuse is a result: the reason, and status 0")
    func refusal() throws {
        let text = MarketFileTests.valid.replacing("[102, 2, 9000, 9]", with: "[0, 2, 9000, 9]")
        let run = try CommandRun(["solve", "-"], input: Array(text.utf8))
        #expect(run.status == 0 && run.text == "{\"error\":\"invalid seller ID\"}\n" && run.errors == "")
        let table = try CommandRun(["solve", "-", "--format", "table"], input: Array(text.utf8))
        #expect(table.status == 0 && table.text == "refused: invalid seller ID: creditor 0 offers to sell\n" && table.errors == "")
    }

    @Test(
        "output that cannot be written ends with status 74 and the reason",
        arguments: [["solve", "-"], ["generate", "--n-traders", "2000000"]])
    func fullDisk(arguments: [String]) throws {
        let run = try CommandRun(arguments, input: Array(MarketFileTests.valid.utf8), outputPath: "/dev/full")
        #expect(run.status == 74)
        #expect(run.errors == "the results cannot be written: No space left on device\n")
    }

    @Test("a reader that goes away ends it quietly, whether SIGPIPE is ignored or not", arguments: ["", "trap '' PIPE; "])
    func brokenPipe(prefix: String) throws {
        let run = try CommandRun(bash: prefix + "\"$TRADE\" generate --n-traders 2000000 | head -c 2; echo \" ${PIPESTATUS[0]}\"")
        #expect(run.text == "{\" 141\n")
        #expect(run.errors == "")
    }

    @Test(
        "wrong options are refused with usage, not run",
        arguments: [["solve"], ["solve", "x", "--improve-seconds", "-1"], ["generate", "--exps", "0"], ["bids", "x", "--format", "xml"]])
    func wrongOptions(arguments: [String]) throws {
        let run = try CommandRun(arguments)
        #expect(run.status == 2 && run.output == [])
        #expect(run.errors.contains("Error: "))
    }
}
