import Foundation
import NodeKit
import Testing

@testable import Debtors

@Suite("The reference of commands and variables")
struct ReferenceTests {
    @Test("docs/reference/swpt-debtors.md is what `swpt-debtors reference` writes")
    func isCurrent() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let page = try String(contentsOf: folder.appending(path: "docs/reference/swpt-debtors.md"), encoding: .utf8)
        let isCurrent = page == ReferenceCommand<DebtorsConfiguration, DebtorsCommand>.markdown
        #expect(isCurrent, "swpt-debtors reference > docs/reference/swpt-debtors.md")
    }
}
