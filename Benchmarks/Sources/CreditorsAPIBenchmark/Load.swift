import BenchmarkKit
import Foundation
import Synchronization

/// Requests from several wallets at once, each on a connection of its own that waits for an answer before it asks again.
struct Load: Sendable {
    let host: String
    let port: UInt16
    let wallets: Int

    struct Request: Sendable {
        let method: String
        let path: String
        let token: String
        var body = ""
    }

    /// - Parameters:
    ///   - count: of all wallets together.
    ///   - request: the request with a number; called from several threads.
    /// - Returns: how long each request took.
    func run(_ count: Int, status: Int, _ request: @escaping @Sendable (Int) -> Request) -> [Duration] {
        let next = Atomic<Int>(0)
        let all = Mutex<[Duration]>([])
        let done = DispatchGroup()
        for _ in 0..<wallets {
            done.enter()
            Thread.detachNewThread {
                defer { done.leave() }
                do {
                    let connection = try HTTPConnection(host: host, port: port)
                    var latencies: [Duration] = []
                    while true {
                        let number = next.add(1, ordering: .relaxed).oldValue
                        guard number < count else { break }
                        let r = request(number)
                        let start = ContinuousClock.now
                        let response = try connection.send(r.method, r.path, token: r.token, body: r.body)
                        latencies.append(ContinuousClock.now - start)
                        precondition(
                            response.status == status, "\(r.method) \(r.path): \(response.status) \(String(decoding: response.body, as: UTF8.self))")
                    }
                    all.withLock { $0 += latencies }
                } catch {
                    fatalError("a request failed: \(error)")
                }
            }
        }
        done.wait()
        return all.withLock { $0 }
    }
}
