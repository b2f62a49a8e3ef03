import Foundation
import NodeKit
import Testing

@testable import Trade

@Suite("The reference of commands and variables")
struct ReferenceTests {
    @Test("docs/reference/swpt-trade.md is what `swpt-trade reference` writes")
    func isCurrent() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let page = try String(contentsOf: folder.appending(path: "docs/reference/swpt-trade.md"), encoding: .utf8)
        let isCurrent = page == ReferenceCommand<TradeConfiguration, TradeCommand>.markdown
        #expect(isCurrent, "swpt-trade reference > docs/reference/swpt-trade.md")
    }
}
