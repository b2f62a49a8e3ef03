import Synchronization

/// What waits because somebody else holds the rows that it is about: by subject, in the order of arrival.
final class SetAside<Element: Sendable>: Sendable {
    private let groups = Mutex<[Int64: [Element]]>([:])

    /// What waits.
    var subjects: [Int64] { groups.withLock { Array($0.keys) } }

    /// The elements of a subject.
    func elements(of subject: Int64) -> [Element] { groups.withLock { $0[subject] ?? [] } }

    /// A subject waits from now on, or has more that waits.
    ///
    /// - Returns: whether it is new.
    func add(_ elements: [Element], to subject: Int64) -> Bool {
        groups.withLock { groups in
            defer { groups[subject, default: []] += elements }
            return groups[subject] == nil
        }
    }

    /// Takes those that belong to a subject that waits.
    ///
    /// - Returns: the others.
    func takeIn(_ elements: [Element], subject: (Element) -> Int64?) -> [Element] {
        groups.withLock { groups in
            if groups.isEmpty { return elements }
            return elements.filter { element in
                guard let subject = subject(element), groups[subject] != nil else { return true }
                groups[subject]?.append(element)
                return false
            }
        }
    }

    /// The first elements of a subject are done. When nothing more waits, it is a subject like the others.
    func remove(first count: Int, of subject: Int64) {
        groups.withLock { groups in
            groups[subject]?.removeFirst(count)
            if groups[subject]?.isEmpty == true { groups[subject] = nil }
        }
    }
}
