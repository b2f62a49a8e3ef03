import Testing

@testable import Tidy

@Suite("Declarations")
struct DeclarationTests {
    private func all(_ text: String) -> [Declaration] { SourceFile(path: "Sources/A/a.swift", text: text).allDeclarations }

    private func names(_ text: String) -> [String] { all(text).map { "\($0.kind.rawValue) \($0.name)" } }

    @Test("members of types are found, what is inside of functions is not")
    func members() {
        let text = """
            @Suite("x", .serialized) final class A<T: B>: C, D where T: E {
                let a: [String: (Int) -> Void] = [:], f = { var inner = 1 }()
                private(set) var b: Int { didSet { var inner = 2 } }
                static func == (x: A, y: A) -> Bool { let inner = true; return inner }
                func c<R>(_ x: R = { 1 }()) async throws -> [R] where R: Sendable { func inner() {} }
                init?(_ x: Int) {}
                subscript(_ i: Int) -> Int { get { 1 } }
                deinit { }
                typealias F = @Sendable () -> Void
                struct G {}
            }
            """
        #expect(
            names(text) == [
                "class A", "let a", "var b", "func ==", "func c", "init init", "subscript subscript", "deinit deinit", "typealias F",
                "struct G",
            ])
        let a = all(text)[0]
        #expect(a.inherited == ["C", "D"])
        #expect(a.modifiers == ["final"])
        #expect(a.attributes == ["@Suite(\"x\",.serialized)"])
        #expect(all(text)[2].modifiers == ["private(set)"])
    }

    @Test("cases of enumerations are found, those of switches are not")
    func cases() {
        let text = """
            enum A: Int {
                case a = -1, b
                indirect case c(x: Int = 1, A)
                var d: Int { switch self { case .a: 1 default: 2 } }
            }
            """
        #expect(names(text) == ["enum A", "case a", "case b", "case c", "var d"])
    }

    @Test("what a protocol asks for has no body")
    func protocols() {
        let text = """
            protocol A: Actor {
                associatedtype B: Sendable
                var c: Int { get }
                func d(_ x: Int) async throws -> B
                static func < (a: Self, b: Self) -> Bool
                init(e: Int)
            }
            func after() {}
            """
        #expect(names(text) == ["protocol A", "associatedtype B", "var c", "func d", "func <", "init init", "func after"])
        #expect(all(text).filter { $0.kind == .func }.map(\.isFunction) == [false, false, true])
    }

    @Test("words that are keywords elsewhere do not confuse it")
    func contextualWords() {
        let text = """
            let x = a.init(b)
            let y: Int
            @MainActor func f() {}
            #if os(Linux)
            class func g() {}
            #endif
            actor H {}
            extension I.J: K { class var l: Int { 1 } }
            """
        #expect(names(text) == ["let x", "let y", "func f", "func g", "actor H", "extension I.J", "var l"])
    }

    @Test("doc comments belong to what follows them, also before attributes")
    func documentation() {
        let text = """
            /// A.
            @frozen public struct A {
                public var b = 1 // not this
                /// C.
                // and a remark
                public func c() {}
                // not this
                public func d() {}
            }
            """
        #expect(all(text).map(\.isDocumented) == [true, false, true, false])
        #expect(all(text).map(\.isExported) == [true, true, true, true])
    }

    @Test("lines are counted from the first word to the closing brace")
    func lengths() {
        let text = """
            /// Words.
            @discardableResult
            func a(
                b: Int
            ) {
                c()
            }
            """
        #expect(all(text)[0].line == 3)
        #expect(all(text)[0].lineCount == 5)
    }
}
