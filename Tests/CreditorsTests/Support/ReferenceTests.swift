import Foundation
import NodeKit
import Testing

@testable import Creditors

@Suite("The reference of commands and variables")
struct ReferenceTests {
    @Test("docs/reference/swpt-creditors.md is what `swpt-creditors reference` writes")
    func isCurrent() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let page = try String(contentsOf: folder.appending(path: "docs/reference/swpt-creditors.md"), encoding: .utf8)
        let isCurrent = page == ReferenceCommand<CreditorsConfiguration, CreditorsCommand>.markdown
        #expect(isCurrent, "swpt-creditors reference > docs/reference/swpt-creditors.md")
    }
}
